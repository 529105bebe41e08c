import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { DocumentReading, Fields } from '../port.ts';
import { aboutOf, createFile, openToWrite, removeFile } from './index-file.ts';
import { encode, toBytes } from './quantise.ts';
import type { CountedTerms } from './term-counter.ts';
import { lengthOf } from './term-vector.ts';

/** A passage whose terms are cut. */
export interface CutPassage extends CountedTerms {
  readonly id: string;
  readonly vector?: Float32Array | undefined;
  readonly fields?: Fields | undefined;
}

/** Writes to one index; every change is one commit. */
export class IndexWriter {
  readonly #index: DatabaseSync;
  readonly #statements: Readonly<Record<keyof typeof STATEMENTS, StatementSync>>;

  constructor(folder: string, index: string) {
    this.#index = openToWrite(folder, index);
    const prepare = (name: keyof typeof STATEMENTS) => this.#index.prepare(STATEMENTS[name]);
    this.#statements = {
      document: prepare('document'), newDocument: prepare('newDocument'), show: prepare('show'), hide: prepare('hide'), forget: prepare('forget'), passage: prepare('passage'),
      passageByKey: prepare('passageByKey'), earlier: prepare('earlier'), ofDocument: prepare('ofDocument'), words: prepare('words'), code: prepare('code'), vector: prepare('vector'),
      removePassage: prepare('removePassage'), removeWords: prepare('removeWords'), removeCode: prepare('removeCode'), removeVector: prepare('removeVector'), count: prepare('count'), dimensions: prepare('dimensions'),
    };
  }

  put({ documentId, generation }: DocumentReading, passages: readonly CutPassage[]): void {
    this.#commit(() => {
      const document = this.#documentOf(documentId);
      const before = aboutOf(this.#index).dimensions;
      let dimensions = before;
      let length = 0;
      for (const passage of passages) {
        this.#remove(this.#statements.passageByKey.all(passage.id));
        const { lastInsertRowid: id } = this.#statements.passage.run(passage.id, document, generation, passage.terms, passage.fields === undefined ? null : JSON.stringify(passage.fields));
        this.#statements.words.run(id, passage.words);
        length += lengthOf(passage.terms);
        if (passage.vector === undefined) continue;
        dimensions ||= passage.vector.length;
        if (passage.vector.length !== dimensions) continue;
        this.#statements.code.run(id, encode(passage.vector));
        this.#statements.vector.run(id, toBytes(passage.vector));
      }
      this.#statements.count.run(passages.length, length, 0);
      if (dimensions !== before) this.#statements.dimensions.run(dimensions);
    });
  }

  flush(): void {
    this.#commitDurably(() => this.#statements.count.run(0, 0, 0));
  }

  remove(passageIds: readonly string[]): void {
    this.#commit(() => {
      for (const id of passageIds) this.#remove(this.#statements.passageByKey.all(id));
    });
  }

  show({ documentId, generation }: DocumentReading, fields: Fields): void {
    this.#commitDurably(() => this.#statements.show.run(generation, JSON.stringify(fields), this.#documentOf(documentId)));
  }

  /** Removes some passages of readings before the one that is shown; returns whether there may be more. */
  removeEarlier(documentId: string): boolean {
    return this.#removeSome(this.#statements.earlier, documentId);
  }

  hide(documentId: string): void {
    const { id: document } = this.#statements.document.get(documentId) ?? {};
    if (document !== undefined) this.#commitDurably(() => this.#statements.hide.run(document));
  }

  /** Removes some passages of a document, and at last the document; returns whether there may be more. */
  removeDocument(documentId: string): boolean {
    if (this.#removeSome(this.#statements.ofDocument, documentId)) return true;
    this.#commit(() => this.#statements.forget.run(documentId));
    return false;
  }

  close(): void {
    this.#index.close();
  }

  #documentOf(documentId: string): number {
    const known = this.#statements.document.get(documentId);
    if (known) return Number(known['id']);
    return Number(this.#statements.newDocument.run(documentId).lastInsertRowid);
  }

  /** Removes the first passages of a document that a statement finds, so many that nobody is held up for long; returns whether there may be more. */
  #removeSome(found: StatementSync, documentId: string): boolean {
    const { id: document } = this.#statements.document.get(documentId) ?? {};
    const rows = document === undefined ? [] : found.all(document, SOME);
    if (rows.length > 0) this.#commit(() => this.#remove(rows));
    return rows.length === SOME;
  }

  #remove(rows: readonly Row[]): void {
    for (const { id, terms } of rows) {
      if (id === undefined || !(terms instanceof Uint8Array)) continue;
      this.#statements.removePassage.run(id);
      this.#statements.removeWords.run(id);
      this.#statements.removeCode.run(id);
      this.#statements.removeVector.run(id);
      this.#statements.count.run(-1, -lengthOf(terms), 1);
    }
  }

  /** A commit that is on the disk, with all those before it, when it returns. */
  #commitDurably(change: () => void): void {
    this.#index.exec('PRAGMA synchronous = FULL');
    try {
      this.#commit(change);
    } finally {
      this.#index.exec('PRAGMA synchronous = NORMAL');
    }
  }

  #commit(change: () => void): void {
    this.#index.exec('BEGIN IMMEDIATE');
    try {
      change();
      this.#index.exec('COMMIT');
    } catch (error) {
      // Where the disk is full or fails, SQLite has done so itself.
      if (this.#index.isTransaction) this.#index.exec('ROLLBACK');
      throw error;
    }
  }
}

type Row = ReturnType<StatementSync['all']>[number];

/** Passages that are removed in one commit. */
const SOME = 500;

const STATEMENTS = {
  document: 'SELECT id FROM documents WHERE key = ?',
  newDocument: `INSERT INTO documents (key, shown, fields) VALUES (?, -1, '{}')`,
  show: 'UPDATE documents SET shown = max(shown, ?), fields = ? WHERE id = ?',
  hide: `UPDATE documents SET shown = -1, fields = '{}' WHERE id = ?`,
  forget: 'DELETE FROM documents WHERE key = ?',
  passage: 'INSERT INTO passages (key, document, generation, terms, fields) VALUES (?, ?, ?, ?, ?)',
  passageByKey: 'SELECT id, terms FROM passages WHERE key = ?',
  earlier: 'SELECT p.id, p.terms FROM passages p JOIN documents d ON d.id = p.document WHERE p.document = ? AND p.generation < d.shown LIMIT ?',
  ofDocument: 'SELECT id, terms FROM passages WHERE document = ? LIMIT ?',
  words: 'INSERT INTO postings (rowid, words) VALUES (?, ?)',
  code: 'INSERT INTO codes (id, code) VALUES (?, ?)',
  vector: 'INSERT INTO vectors (id, vector) VALUES (?, ?)',
  removePassage: 'DELETE FROM passages WHERE id = ?',
  removeWords: 'DELETE FROM postings WHERE rowid = ?',
  removeCode: 'DELETE FROM codes WHERE id = ?',
  removeVector: 'DELETE FROM vectors WHERE id = ?',
  count: 'UPDATE about SET passages = passages + ?, terms = terms + ?, removals = removals + ?',
  // Those of the first vector are those of the index.
  dimensions: 'UPDATE about SET dimensions = ? WHERE dimensions = 0',
} as const;

/** The writers of the indexes that were written to, one each. */
export class IndexWriters {
  readonly #folder: string;
  readonly #writers = new Map<string, IndexWriter>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  of(index: string): IndexWriter {
    const known = this.#writers.get(index);
    if (known) {
      // The one that was used last is the last.
      this.#writers.delete(index);
      this.#writers.set(index, known);
      return known;
    }
    const [oldest] = this.#writers.keys();
    if (this.#writers.size >= MOST_OPEN && oldest !== undefined) this.#close(oldest);
    const writer = new IndexWriter(this.#folder, index);
    this.#writers.set(index, writer);
    return writer;
  }

  create(index: string): void {
    createFile(this.#folder, index);
  }

  /** Removes an index with its file. */
  drop(index: string): void {
    this.#close(index);
    removeFile(this.#folder, index);
  }

  close(): void {
    for (const index of this.#writers.keys()) this.#close(index);
  }

  #close(index: string): void {
    this.#writers.get(index)?.close();
    this.#writers.delete(index);
  }
}

/** Indexes that are held open at once. */
const MOST_OPEN = 32;
