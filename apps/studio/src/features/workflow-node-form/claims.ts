import type { Problem } from '@buckle/canvas';

/** Which places of a node show their problems themselves; what nobody shows, the form does. */
export class Claims {
  readonly #places = new Map<symbol, string>();
  readonly #listeners = new Set<() => void>();
  #fields: readonly string[] = [];

  /** Says that the problems of a field, and of what lies in it, are shown; the answer takes it back. */
  claim(field: string): () => void {
    const key = Symbol(field);
    this.#places.set(key, field);
    this.#tell();
    return () => {
      this.#places.delete(key);
      this.#tell();
    };
  }

  /** The fields that are claimed; the same list until one comes or goes. */
  readonly fields = (): readonly string[] => this.#fields;

  /** Calls the listener whenever a field comes or goes. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    this.#fields = [...new Set(this.#places.values())];
    for (const listener of this.#listeners) listener();
  }
}

/** The field that shows a problem: the innermost of those that hold it; undefined where none does. */
export function placeOf({ field }: Problem, fields: readonly string[]): string | undefined {
  if (field === undefined) return undefined;
  const holding = fields.filter((place) => field === place || field.startsWith(`${place}.`));
  return holding.toSorted((one, other) => other.length - one.length)[0];
}
