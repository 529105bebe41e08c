/** How much is kept, in characters of JSON, and how much of it one document may be. */
const MOST = 8 * 1024 * 1024;
const LARGEST = MOST / 16;

interface Kept {
  readonly document: object;
  readonly characters: number;
}

/**
 * Documents of one file as they were read by their ids, those that were used longest ago leaving first. They are frozen, since all who
 * read one have the same object. Whoever writes a document makes it forgotten in the same turn; nobody else writes the file.
 */
export class ReadDocuments {
  readonly #kept = new Map<string, Kept>();
  #characters = 0;

  get(key: string): object | undefined {
    const kept = this.#kept.get(key);
    if (kept === undefined) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.document;
  }

  /** Keeps a document that has so many characters of JSON, and freezes it; one that is too large stays as it is. */
  keep(key: string, document: object, characters: number): void {
    if (characters > LARGEST) return;
    this.forget(key);
    freeze(document);
    this.#kept.set(key, { document, characters });
    this.#characters += characters;
    for (const oldest of this.#kept.keys()) {
      if (this.#characters <= MOST) break;
      this.forget(oldest);
    }
  }

  forget(key: string): void {
    const kept = this.#kept.get(key);
    if (kept === undefined) return;
    this.#kept.delete(key);
    this.#characters -= kept.characters;
  }
}

function freeze(value: object): void {
  for (const part of Object.values(value)) if (typeof part === 'object' && part !== null) freeze(part as object);
  Object.freeze(value);
}
