import type { ReadingLimits } from '../limits.ts';
import { unreadable } from '../unreadable.ts';
import type { Block, Table } from './block.ts';
import { type JsonValue, tooDeep } from './json-stream.ts';

/** Makes rows of the values of JSON: an object is one, with the names of objects in it joined by points. */
export class JsonRecords {
  readonly #blocks: Block[];
  readonly #areRowsWanted: boolean;
  readonly #limits: ReadingLimits;
  #table: Table | undefined;

  /** @param areRowsWanted whether a list of objects in an object stays in its cell, as JSON; else its objects are records of their own */
  constructor(blocks: Block[], areRowsWanted: boolean, limits: ReadingLimits) {
    this.#blocks = blocks;
    this.#areRowsWanted = areRowsWanted;
    this.#limits = limits;
  }

  /** A value of a document. */
  add({ name, value, isListed }: JsonValue): void {
    this.#add(name ?? '', value, !isListed, 0);
  }

  /** @param isOutside whether it is in no record: then the lists in it are those that the document is about */
  #add(name: string, value: unknown, isOutside: boolean, depth: number): void {
    if (depth > this.#limits.depth) throw tooDeep(this.#limits);
    if (Array.isArray(value) && value.some(isNested)) {
      for (const each of value as readonly unknown[]) this.#add(isOutside ? '' : name, each, false, depth + 1);
      return;
    }
    const fields = new Fields(this.#limits, this.#areRowsWanted && !isOutside);
    fields.add(name, value, depth);
    if (fields.columns.length > 0) this.#addRow(fields.columns, fields.cells);
    for (const list of fields.lists) this.#add(list.name, list.value, isOutside, depth + 1);
  }

  #addRow(columns: readonly string[], cells: readonly string[]): void {
    const long = cells.findIndex((cell) => cell.length > this.#limits.cellCharacters);
    if (long !== -1) throw unreadable('value_too_long', { name: columns[long] ?? '', characters: this.#limits.cellCharacters });
    if (!this.#table || !haveSame(this.#table.columns, columns)) this.#table = { columns, layout: 'record' };
    this.#blocks.push({ kind: 'row', table: this.#table, cells });
  }
}

/** The values of an object and of those in it. */
class Fields {
  readonly columns: string[] = [];
  readonly cells: string[] = [];
  /** Lists of objects, which become records of their own. */
  readonly lists: { readonly name: string; readonly value: readonly unknown[] }[] = [];
  readonly #limits: ReadingLimits;
  readonly #keepsLists: boolean;

  constructor(limits: ReadingLimits, keepsLists: boolean) {
    this.#limits = limits;
    this.#keepsLists = keepsLists;
  }

  add(name: string, value: unknown, depth: number): void {
    if (depth > this.#limits.depth) throw tooDeep(this.#limits);
    if (Array.isArray(value)) {
      if (!value.some(isNested)) this.#field(name, value.map(shown).join(', '));
      else if (this.#keepsLists) this.#field(name, JSON.stringify(value));
      else this.lists.push({ name, value });
    } else if (isNested(value)) {
      for (const [key, each] of Object.entries(value)) this.add(name === '' ? key : `${name}.${key}`, each, depth + 1);
    } else {
      this.#field(name, shown(value));
    }
  }

  #field(name: string, value: string): void {
    if (this.columns.length >= this.#limits.columns) throw unreadable('object_too_large', { values: this.#limits.columns });
    this.columns.push(name === '' ? 'value' : name);
    this.cells.push(value);
  }
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function shown(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === null ? '' : JSON.stringify(value);
}

function haveSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((name, index) => name === other[index]);
}
