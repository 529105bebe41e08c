import type { OneTimeLink } from '@buckle/contract';

/** A link that the page of users shows once. */
export interface ShownLink {
  readonly label: string;
  readonly link: OneTimeLink;
}
