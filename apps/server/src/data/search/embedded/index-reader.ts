import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Analyser } from '../analyser/analyser.ts';
import { commonWords } from '../analyser/common-words.ts';
import { isHan } from '../analyser/kind-of-character.ts';
import type { FieldDescription, IndexDescription, SearchHit, SearchQuery, SearchResult } from '../port.ts';
import { type Candidates, candidatesOf } from './candidates.ts';
import { CodeTable } from './code-table.ts';
import { restrictionOf } from './conditions.ts';
import { type About, aboutOf, openToRead } from './index-file.ts';
import { fromBytes, product } from './quantise.ts';
import { sampleFields } from './sample-fields.ts';
import { hashOf, rarity, score, type WeightedTerm } from './term-vector.ts';

/** More codes than wanted are taken, since they are only about right and some of them are not shown. */
const OVERSAMPLING = 4;
const LEAST_SAMPLE = 100;
/** So many passages added and removed, as a part of all, make what is known of terms too old. */
const OUTDATED = 0.05;
/** What a table of codes may hold of removed passages before it is read anew. */
const MOST_GONE = 0.2;

/** What a word is worth that says nothing of what is looked for, beside another one as rare: a query of such words alone still finds. */
const COMMON = 0.1;

/** What a word around a character that is asked for is worth, beside the character itself. */
const INSIDE = 0.5;
/** Passages of an index whose words are all looked through. */
const MOST_LOOKED_THROUGH = 20_000;

/** However common the terms of a query are, about so many passages are looked for. */
const MOST_CANDIDATES = 12_000;
/** When so many of them are scored, those that promise less are not. */
const ENOUGH_SCORED = 1_500;

/** Searches one index. */
export class IndexReader {
  readonly #index: DatabaseSync;
  readonly #frequency: StatementSync;
  readonly #candidates: StatementSync;
  readonly #codesAfter: StatementSync;
  #codes: CodeTable | undefined;
  #removalsAtLoad = 0;
  /** How many passages have a term, as it was after `#countedAt` changes of the index. */
  #found = new Map<string, number>();
  #countedAt = 0;
  #fields: { readonly version: number; readonly found: readonly FieldDescription[] } | undefined;
  #words: { readonly version: number; readonly found: readonly string[] } | undefined;

  constructor(folder: string, index: string) {
    this.#index = openToRead(folder, index);
    this.#frequency = this.#index.prepare('SELECT doc FROM frequencies WHERE term = ?');
    this.#candidates = this.#index.prepare(`SELECT rowid FROM postings WHERE postings MATCH ? LIMIT ${MOST_CANDIDATES}`);
    this.#candidates.setReturnArrays(true);
    this.#codesAfter = this.#index.prepare('SELECT id, code FROM codes WHERE id > ? ORDER BY id');
  }

  /** Bytes that it keeps in memory. */
  get bytes(): number {
    return (this.#codes?.rows ?? 0) * ((this.#codes?.dimensions ?? 0) + 16);
  }

  describe(): IndexDescription {
    const { passages, analyser } = aboutOf(this.#index);
    return { passages, analyser };
  }

  /** Looked for anew where anything was written since. */
  fields(): readonly FieldDescription[] {
    const version = this.#version();
    if (this.#fields?.version !== version) this.#fields = { version, found: sampleFields(this.#index) };
    return this.#fields.found;
  }

  search(analyser: Analyser, query: SearchQuery): SearchResult {
    const about = aboutOf(this.#index);
    const terms = query.text === undefined ? [] : analyser.terms(query.text);
    const counted = this.#weigh(terms, about);
    const weighted = counted.filter(({ found }) => found > 0);
    const averageLength = about.terms / Math.max(1, about.passages);
    const hits = new Map<number, Hit>();
    for (const hit of this.#byKeyword(query, weighted, about.passages, averageLength)) hits.set(hit.row, hit);
    if (hits.size < query.limit) {
      for (const hit of this.#byKeyword(query, this.#wordsAround(counted, about.passages), about.passages, averageLength)) if (!hits.has(hit.row)) hits.set(hit.row, hit);
    }
    if (query.vector !== undefined && query.vector.length === about.dimensions) {
      this.#loadCodes(about.dimensions, about.removals);
      for (const hit of this.#byVector(query, query.vector)) hits.set(hit.row, { ...hits.get(hit.row), ...hit });
      this.#scoreTheOthers([...hits.values()], weighted, averageLength, query.vector);
    }
    const isOther = query.vector !== undefined && about.dimensions > 0 && query.vector.length !== about.dimensions;
    return { hits: this.#named([...hits.values()]), terms: [...new Set(terms)], ...(isOther ? { otherDimensions: about.dimensions } : {}) };
  }

  close(): void {
    this.#index.close();
  }

  #byKeyword(query: SearchQuery, terms: readonly CountedQueryTerm[], passages: number, averageLength: number): Hit[] {
    const candidates = candidatesOf(terms, passages);
    if (candidates === undefined) return [];
    const { sql, parameters } = restrictionOf(query);
    const scored = (from: string, given: readonly string[], most = -1): KeywordHit[] =>
      this.#pairs(`SELECT p.id, p.terms FROM ${from} JOIN documents d ON d.id = p.document AND d.shown = p.generation WHERE TRUE${sql} LIMIT ?`, ...given, ...parameters, most)
        .map(([row, encoded]) => ({ row, keyword: score(encoded, terms, averageLength) }))
        .filter(({ keyword }) => keyword > 0);
    const best = (hits: readonly KeywordHit[]): Hit[] => hits.toSorted((a, b) => b.keyword - a.keyword || a.row - b.row).slice(0, query.limit);
    const found: KeywordHit[] = [];
    for (const rows of this.#promising(candidates)) {
      if (found.length >= ENOUGH_SCORED) break;
      // In their order they lie near each other.
      found.push(...scored('json_each(?) j JOIN passages p ON p.id = j.value', [JSON.stringify(rows.sort((a, b) => a - b))]));
    }
    if (candidates.common.length === 0 || found.length >= query.limit) return best(found);
    // The candidates are those of the whole index: where a condition leaves few of them, all that it leaves are looked at, which takes long in a large one.
    if (sql !== '') return best(scored('passages p', []));
    // Few of them are shown, or few passages have two of the terms.
    const byRow = new Map(found.map((hit) => [hit.row, hit]));
    for (const { expression } of candidates.common) {
      if (byRow.size >= query.limit) break;
      for (const hit of scored('postings CROSS JOIN passages p ON p.id = postings.rowid AND postings MATCH ?', [expression], MOST_CANDIDATES)) byRow.set(hit.row, hit);
    }
    return best([...byRow.values()]);
  }

  /** Rows of the candidates in groups, the most promising first: those that have the terms that are worth most. Equals stay together. */
  *#promising({ alternatives }: Candidates): Iterable<number[]> {
    const worth = new Map<number, number>();
    for (const { expression, weight } of alternatives) {
      for (const [row] of this.#candidates.all(expression) as unknown as [number][]) worth.set(row, (worth.get(row) ?? 0) + weight);
      if (worth.size >= MOST_CANDIDATES) break;
    }
    const rows = [...worth.keys()].sort((a, b) => (worth.get(b) ?? 0) - (worth.get(a) ?? 0));
    for (let from = 0, end = from; from < rows.length; from = end) {
      end = from + ENOUGH_SCORED;
      while (end < rows.length && worth.get(rows[end] ?? 0) === worth.get(rows[end - 1] ?? 0)) end += 1;
      yield rows.slice(from, end);
    }
  }

  #byVector(query: SearchQuery, vector: Float32Array): Hit[] {
    const codes = this.#codes;
    if (!codes) return [];
    const restriction = restrictionOf(query);
    const allowed = restriction.sql === '' ? undefined : this.#allowed(restriction.sql, restriction.parameters);
    for (let sample = Math.max(LEAST_SAMPLE, query.limit * OVERSAMPLING); ; sample *= 4) {
      const near = codes.nearest(vector, sample, allowed);
      const shown = this.#shown(near, vector);
      if (shown.length >= query.limit || near.length < sample) return shown.toSorted((a, b) => (b.vector ?? 0) - (a.vector ?? 0)).slice(0, query.limit);
    }
  }

  /** Rows of the passages that a restriction leaves, in rising order. */
  #allowed(sql: string, parameters: readonly (string | number)[]): number[] {
    const rows = this.#index.prepare(`SELECT p.id AS row FROM passages p JOIN documents d ON d.id = p.document AND d.shown = p.generation WHERE TRUE${sql} ORDER BY p.id`).all(...parameters);
    return rows.map(({ row }) => Number(row));
  }

  /** Those of some rows that are shown, with their exact cosines. */
  #shown(rows: readonly number[], vector: Float32Array): Hit[] {
    return this.#pairs(
      'SELECT v.id, v.vector FROM json_each(?) j JOIN vectors v ON v.id = j.value JOIN passages p ON p.id = v.id JOIN documents d ON d.id = p.document AND d.shown = p.generation',
      JSON.stringify(rows),
    ).map(([row, bytes]) => ({ row, vector: product(fromBytes(bytes), vector) }));
  }

  /** What a statement finds that selects a row's id and a blob: up to thousands, and so as arrays, which cost half of what objects do. */
  #pairs(sql: string, ...parameters: readonly (string | number)[]): (readonly [row: number, bytes: Uint8Array])[] {
    const statement = this.#index.prepare(sql);
    statement.setReturnArrays(true);
    return statement.all(...parameters) as unknown as [number, Uint8Array][];
  }

  /** Hits with the ids that others know. */
  #named(hits: readonly Hit[]): SearchHit[] {
    const names = this.#index.prepare('SELECT p.key AS id, d.key AS documentId FROM passages p JOIN documents d ON d.id = p.document WHERE p.id = ?');
    return hits.flatMap(({ row, ...scores }) => {
      const { id, documentId } = names.get(row) ?? {};
      // Each statement reads the index as it is then: one may have been removed meanwhile.
      return typeof id === 'string' && typeof documentId === 'string' ? [{ id, documentId, ...scores }] : [];
    });
  }

  /** Gives hits of one way their score of the other. */
  #scoreTheOthers(hits: readonly Hit[], terms: readonly WeightedTerm[], averageLength: number, vector: Float32Array): void {
    const termsOf = this.#index.prepare('SELECT terms FROM passages WHERE id = ?');
    const vectorOf = this.#index.prepare('SELECT vector FROM vectors WHERE id = ?');
    for (const hit of hits) {
      if (hit.keyword === undefined && terms.length > 0) {
        const encoded = termsOf.get(hit.row)?.['terms'];
        const keyword = encoded instanceof Uint8Array ? score(encoded, terms, averageLength) : 0;
        if (keyword > 0) hit.keyword = keyword;
      }
      if (hit.vector === undefined) {
        const stored = vectorOf.get(hit.row)?.['vector'];
        if (stored instanceof Uint8Array) hit.vector = product(fromBytes(stored), vector);
      }
    }
  }

  /** The distinct terms of a query, with the part that each is worth of all terms of the query together. */
  #weigh(terms: readonly string[], { passages, removals }: About): CountedQueryTerm[] {
    // A reading in the place of an earlier one leaves as many passages as there were: what was added is counted, and what was removed.
    const changes = passages + 2 * removals;
    if (changes - this.#countedAt > passages * OUTDATED) {
      this.#found.clear();
      this.#countedAt = changes;
    }
    const often = new Map<string, number>();
    for (const term of terms) often.set(term, (often.get(term) ?? 0) + 1);
    const counted = [...often].map(([term, times]) => {
      const found = this.#count(term);
      return { term, found, hash: hashOf(term), weight: rarity(found, passages) * times * (commonWords.has(term) ? COMMON : 1) };
    });
    const whole = counted.reduce((sum, { weight }) => sum + weight, 0);
    return counted.map((term) => ({ ...term, weight: term.weight / whole }));
  }

  /**
   * Words that hold a character which is all that is asked for, as 大红袍 holds 袍: passages are cut into words. Of a large index
   * none, since all of its words are looked through.
   */
  #wordsAround(terms: readonly CountedQueryTerm[], passages: number): CountedQueryTerm[] {
    const [character, ...others] = terms.filter(({ term }) => !commonWords.has(term));
    if (character === undefined || others.length > 0 || !isHan(character.term) || passages > MOST_LOOKED_THROUGH) return [];
    const version = this.#version();
    if (this.#words?.version !== version) this.#words = { version, found: this.#index.prepare('SELECT term FROM frequencies').all().map(({ term }) => String(term)) };
    return this.#words.found
      .filter((word) => word !== character.term && word.includes(character.term))
      .map((term) => ({ term, found: this.#count(term), hash: hashOf(term), weight: character.weight * INSIDE }));
  }

  /** Another one after every change of the index. */
  #version(): number {
    return Number(this.#index.prepare('PRAGMA data_version').get()?.['data_version']);
  }

  #count(term: string): number {
    const known = this.#found.get(term);
    if (known !== undefined) return known;
    const found = Number(this.#frequency.get(term)?.['doc'] ?? 0);
    // One that nobody has may be in the next passage, and costs little to look for again.
    if (found > 0) this.#found.set(term, found);
    return found;
  }

  /** Reads the codes that were added since the last time, or all of them. */
  #loadCodes(dimensions: number, removals: number): void {
    const isOld = this.#codes === undefined || this.#codes.dimensions !== dimensions || removals - this.#removalsAtLoad > this.#codes.rows * MOST_GONE;
    if (isOld) {
      this.#codes = new CodeTable(dimensions);
      this.#removalsAtLoad = removals;
    }
    const codes = this.#codes;
    if (!codes) return;
    for (const { id, code } of this.#codesAfter.iterate(codes.lastId)) if (code instanceof Uint8Array) codes.add(Number(id), code);
  }
}

/** A passage by its row, with its scores. */
interface Hit {
  readonly row: number;
  keyword?: number;
  vector?: number;
}

type KeywordHit = Hit & { readonly keyword: number };

type CountedQueryTerm = WeightedTerm & { readonly term: string; readonly found: number };
