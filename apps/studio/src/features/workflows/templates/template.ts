/** A workflow to begin with, in the words of one language. */
export interface Template {
  readonly name: string;
  readonly description: string;
  readonly canvas: Record<string, unknown>;
}
