import { type SearchCondition, type SearchField, type searchKnowledge, type SearchMode, searchModes } from '@buckle/contract';
import type { RequestOf } from '../../api/endpoint.ts';
import { parsedJson } from '../../shared/parsed-json.ts';

/** A condition on a field, as the form holds it. */
export interface Condition {
  readonly field: string;
  readonly kind: 'in' | 'range';
  readonly values: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** What is looked for, and how. */
export interface SearchValues {
  readonly query: string;
  readonly mode: SearchMode;
  readonly topK: number;
  readonly minScore: number;
  /** The id of a model, `default`, or empty for none. */
  readonly rerank: string;
  readonly conditions: readonly Condition[];
  /** Whether a model makes further conditions of the question. */
  readonly derive: boolean;
  /** Conditions that a model has made, of which others were removed. */
  readonly kept: readonly SearchCondition[];
}

export const emptyCondition: Condition = { field: '', kind: 'in', values: [], from: '', to: '' };

type Body = RequestOf<typeof searchKnowledge>['body'];

/** The search as the page's address keeps it, so that one comes back to it. */
export function addressOf({ query, mode, topK, minScore, rerank, conditions, derive, kept }: SearchValues): URLSearchParams {
  return new URLSearchParams({
    q: query,
    mode,
    top: String(topK),
    ...(minScore > 0 && { least: String(minScore) }),
    ...(rerank !== '' && { rerank }),
    ...(conditions.length > 0 && { where: JSON.stringify(conditions) }),
    ...(derive && { derive: '1' }),
    ...(kept.length > 0 && { kept: JSON.stringify(kept) }),
  });
}

/** The search that an address names; what is wrong in it is as if it were not there. */
export function valuesOf(address: URLSearchParams): SearchValues {
  const top = Number(address.get('top') ?? 5);
  const least = Number(address.get('least') ?? 0);
  const where = parsedJson(address.get('where') ?? '');
  const kept = parsedJson(address.get('kept') ?? '');
  return {
    query: address.get('q') ?? '',
    mode: searchModes.find((mode) => mode === address.get('mode')) ?? 'hybrid',
    topK: Number.isInteger(top) && top >= 1 && top <= 100 ? top : 5,
    minScore: least >= 0 && least <= 1 ? least : 0,
    rerank: address.get('rerank') ?? '',
    conditions: Array.isArray(where) ? where.filter(isCondition) : [],
    derive: address.get('derive') === '1',
    kept: Array.isArray(kept) ? kept.filter(isKept) : [],
  };
}

function isCondition(value: unknown): value is Condition {
  if (typeof value !== 'object' || value === null) return false;
  const { field, kind, values, from, to } = value as Partial<Record<keyof Condition, unknown>>;
  return (kind === 'in' || kind === 'range') && [field, from, to].every((text) => typeof text === 'string') && Array.isArray(values) && values.every((text) => typeof text === 'string');
}

function isKept(value: unknown): value is SearchCondition {
  if (typeof value !== 'object' || value === null) return false;
  const { field, in: values, ...bounds } = value as Readonly<Record<string, unknown>>;
  if (typeof field !== 'string' || field === '') return false;
  if (values !== undefined) return Array.isArray(values) && values.length > 0 && values.every((each) => ['string', 'number', 'boolean'].includes(typeof each)) && Object.keys(bounds).length === 0;
  return Object.entries(bounds).every(([name, bound]) => ['gt', 'gte', 'lt', 'lte'].includes(name) && ['string', 'number'].includes(typeof bound));
}

/** What the server is asked; the mode is that of the data set where it has no choice. `fields` are those of the data set. */
export function bodyOf(datasetId: string, { query, mode, topK, minScore, rerank, conditions, derive, kept }: SearchValues, hasVectors: boolean, fields: readonly SearchField[]): Body {
  return {
    dataset_ids: [datasetId],
    query,
    mode: hasVectors ? mode : 'keyword',
    top_k: topK,
    min_score: minScore,
    rerank: rerankOf(rerank),
    filter: [...conditions.flatMap((condition) => filterOf(condition, fields)), ...kept],
    derive_filter: derive,
  };
}

/** Which rerank model the server is asked to use. */
function rerankOf(rerank: string): NonNullable<Body['rerank']> {
  return rerank === '' ? false : rerank === 'default' ? true : { model_id: rerank };
}

/** A condition that is filled in. */
function filterOf({ field, kind, values, from, to }: Condition, fields: readonly SearchField[]): NonNullable<Body['filter']> {
  const name = field.trim();
  if (name === '') return [];
  if (kind === 'in') return values.length === 0 ? [] : [{ field: name, in: values.flatMap(meaningsOf) }];
  if (from.trim() === '' && to.trim() === '') return [];
  const known = fields.find((each) => each.field === name);
  const bound = known && !hasNumbers(known) ? (text: string) => text.trim() : numberOrText;
  return [{ field: name, ...(from.trim() !== '' && { gte: bound(from) }), ...(to.trim() !== '' && endOf(to.trim(), bound)) }];
}

/** Up to a bound, which takes in all of a day: its moments are texts that come after it. */
function endOf(to: string, bound: (text: string) => string | number): { readonly lt: string } | { readonly lte: string | number } {
  const day = /^\d{4}-\d\d-\d\d$/.test(to) ? Date.parse(to) : Number.NaN;
  const next = Number.isNaN(day) ? '' : new Date(day + DAY).toISOString().slice(0, 10);
  // After the year 9999 it is no day as those of fields are.
  return /^\d/.test(next) ? { lt: next } : { lte: bound(to) };
}

const DAY = 24 * 3_600_000;

const YES = new Set(['true', 'yes', '是']);
const NO = new Set(['false', 'no', '否']);

/** What is typed may be a text or a number: the field knows, and either fits. */
function meaningsOf(text: string): (string | number | boolean)[] {
  const number = numberOf(text);
  return [text, ...(number === undefined ? [] : [number]), ...(YES.has(text) ? [true] : NO.has(text) ? [false] : [])];
}

/** Whether a field has numbers: years can be written as texts, of which no number is a bound. */
function hasNumbers({ type, values }: SearchField): boolean {
  return type === 'number' || values.some((value) => typeof value === 'number');
}

function numberOrText(text: string): string | number {
  return numberOf(text) ?? text.trim();
}

function numberOf(text: string): number | undefined {
  const number = Number(text);
  return text.trim() === '' || !Number.isFinite(number) ? undefined : number;
}
