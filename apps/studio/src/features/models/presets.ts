import type { listModelPresets } from '@buckle/contract';
import type { AnswerOf } from '../../api/endpoint.ts';

/** What is known of a vendor. */
export type Preset = AnswerOf<typeof listModelPresets>['items'][number];

/** The machine of an address, for a line that names it. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address;
}
