import { randomUUID } from 'node:crypto';
import type { StoredDocument } from '../port.ts';

/** A document as MongoDB has it: its own fields, and those that begin with `_`, which the store keeps. */
export interface Stored {
  readonly _id: string;
  readonly revision: number;
  /** The schema version that it was written by. */
  readonly _schema: number;
  /** Names the last write, so that one whose answer was lost is known again. */
  readonly _write: string;
  readonly [field: string]: unknown;
}

/** A name for one write. */
export function nameWrite(): string {
  return randomUUID();
}

/** What remains of a value in JSON: the same in every adapter. */
export function asJson(value: object): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
}

/** A new document as it is stored. */
export function toStored(document: StoredDocument, kept: Pick<Stored, 'revision' | '_schema' | '_write'>): Stored {
  const { id, ...fields } = asJson(document);
  return { ...fields, ...kept, _id: String(id) };
}

/** A stored document without what the store keeps. */
export function fromStored<T extends StoredDocument>(stored: Stored): T {
  const fields = Object.entries(stored).filter(([field]) => !field.startsWith('_') && field !== 'revision');
  // It has the type of the schema version that it was written by, which no type can show.
  return { id: stored._id, ...Object.fromEntries(fields) } as unknown as T;
}
