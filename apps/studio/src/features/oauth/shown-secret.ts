/** A secret that is to be shown this once. */
export interface ShownSecret {
  readonly kind: 'secret' | 'privateKey';
  readonly text: string;
}
