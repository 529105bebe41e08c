import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { ANALYSER } from '../analyser/analyser.ts';
import { IndexMissing } from '../port.ts';

/** Rises with every change of the tables: an index of another format is built again. */
const FORMAT = 1;

/**
 * One file an index. The rows of `passages` and `postings` are the same: a term's rows are its candidates (no places in
 * the text are kept), which are scored by `passages.terms`. `codes` lie apart from `vectors`, so that all of them are read
 * without the other. FTS5 gathers the postings of a commit in memory before it writes a part of its index: by itself it does so
 * after each megabyte, and each of these parts has to be merged into others later.
 */
const SCHEMA = `
  CREATE TABLE about (analyser TEXT NOT NULL, passages INTEGER NOT NULL, terms INTEGER NOT NULL, dimensions INTEGER NOT NULL, removals INTEGER NOT NULL) STRICT;
  CREATE TABLE documents (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, shown INTEGER NOT NULL, fields TEXT NOT NULL) STRICT;
  CREATE TABLE passages (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, document INTEGER NOT NULL, generation INTEGER NOT NULL, terms BLOB NOT NULL, fields TEXT) STRICT;
  CREATE INDEX passages_by_document ON passages (document, generation);
  CREATE VIRTUAL TABLE postings USING fts5 (words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
  INSERT INTO postings (postings, rank) VALUES ('hashsize', ${16 * 1024 ** 2});
  CREATE VIRTUAL TABLE frequencies USING fts5vocab (postings, 'row');
  CREATE TABLE codes (id INTEGER PRIMARY KEY, code BLOB NOT NULL) STRICT;
  CREATE TABLE vectors (id INTEGER PRIMARY KEY, vector BLOB NOT NULL) STRICT;
`;

/** What an index says of itself. */
export interface About {
  readonly analyser: string;
  readonly passages: number;
  /** Of all passages together. */
  readonly terms: number;
  /** Of its vectors; 0 before the first. */
  readonly dimensions: number;
  /** How many passages were removed in all: those who keep codes in memory may keep some that are gone. */
  readonly removals: number;
}

/** Where the file of an index is. */
export function pathOf(folder: string, index: string): string {
  if (!/^[A-Za-z0-9-]{1,100}$/.test(index)) throw new TypeError(`${JSON.stringify(index)} is no name for a search index.`);
  return join(folder, `${index}.db`);
}

/** Makes an index where there is none that can be read. */
export function createFile(folder: string, index: string): void {
  const path = pathOf(folder, index);
  if (existsSync(path)) {
    const isReadable = formatOf(path) === FORMAT;
    if (isReadable) return;
    removeFile(folder, index);
  }
  const made = new DatabaseSync(path);
  made.exec(`PRAGMA journal_mode = WAL; BEGIN IMMEDIATE; ${SCHEMA} PRAGMA user_version = ${FORMAT}`);
  made.prepare('INSERT INTO about VALUES (?, 0, 0, 0, 0)').run(ANALYSER);
  made.exec('COMMIT');
  made.close();
}

/** Opens an index to write to it. Throws `IndexMissing`. */
export function openToWrite(folder: string, index: string): DatabaseSync {
  // What was put is made durable when a reading is shown; until then it can be put again.
  return open(folder, index, 'PRAGMA synchronous = NORMAL; PRAGMA cache_size = -32768');
}

/** Opens an index to read it. Throws `IndexMissing`. */
export function openToRead(folder: string, index: string): DatabaseSync {
  // A query reads thousands of passages all over the file: mapped, none of their pages is copied, which spares a quarter of its cost.
  return open(folder, index, `PRAGMA query_only = TRUE; PRAGMA cache_size = -65536; PRAGMA mmap_size = ${4 * 1024 ** 3}`);
}

function open(folder: string, index: string, pragmas: string): DatabaseSync {
  const path = pathOf(folder, index);
  if (!existsSync(path)) throw new IndexMissing(index);
  const opened = new DatabaseSync(path);
  try {
    if (formatIn(opened) !== FORMAT) throw new Error(`It is not of format ${FORMAT}.`);
    opened.exec(`PRAGMA busy_timeout = 5000; ${pragmas}`);
    return opened;
  } catch (error) {
    opened.close();
    throw new IndexMissing(index, { cause: error });
  }
}

function formatOf(path: string): number | undefined {
  const opened = new DatabaseSync(path);
  try {
    return formatIn(opened);
  } catch (error) {
    // What is no database at all is an index of no format; everything else is more than that.
    if (isDamage(error)) return undefined;
    throw error;
  } finally {
    opened.close();
  }
}

/** Whether an error of SQLite says that a file is damaged, or no database at all; its code has the kind of it in the lowest byte. */
export function isDamage(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && [CORRUPT, NOT_A_DATABASE].includes(error.errcode & 0xff);
}

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

function formatIn(opened: DatabaseSync): number {
  return Number(opened.prepare('PRAGMA user_version').get()?.['user_version']);
}

/** Removes the file of an index with those that SQLite keeps beside it. */
export function removeFile(folder: string, index: string): void {
  const path = pathOf(folder, index);
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

export function aboutOf(index: DatabaseSync): About {
  // The one row of `about`, as the schema has it.
  return index.prepare('SELECT * FROM about').get() as unknown as About;
}
