import type { Field, ValueType } from '@buckle/canvas';
import { parsedJson } from '../../shared/parsed-json.ts';

/** What was typed into a form of inputs, by their names; absent where nothing was. */
export type InputDraft = Readonly<Record<string, string | boolean | undefined>>;

/** What is wrong with what was typed, as the words name it. */
export type InputProblem = 'required' | 'wantsInteger' | 'wantsNumber' | 'wantsList' | 'wantsObject';

/** What was typed as values, or what is wrong with it, by the names of the inputs. */
export type InputOutcome = { readonly values: Record<string, unknown> } | { readonly problems: Readonly<Record<string, InputProblem>> };

/** Reads what was typed by the types of the inputs. What is left empty is left out, so that its default is taken. */
export function readInputs(fields: readonly Field[], draft: InputDraft): InputOutcome {
  const values: Record<string, unknown> = {};
  const problems: Record<string, InputProblem> = {};
  for (const { name, type, required, defaultValue } of fields) {
    const typed = draft[name];
    if (typed === undefined || (typeof typed === 'string' && typed.trim() === '')) {
      if (required && (defaultValue === undefined || defaultValue === '')) problems[name] = 'required';
      continue;
    }
    const read = typeof typed === 'boolean' ? { value: typed } : readText(typed, type);
    if ('problem' in read) problems[name] = read.problem;
    else values[name] = read.value;
  }
  return Object.keys(problems).length > 0 ? { problems } : { values };
}

function readText(text: string, type: ValueType): { readonly value: unknown } | { readonly problem: InputProblem } {
  switch (type.kind) {
    case 'string':
      return { value: text };
    case 'boolean':
      return { value: text === 'true' };
    case 'integer':
    case 'float': {
      const number = Number(text);
      const isRight = type.kind === 'integer' ? Number.isInteger(number) : Number.isFinite(number);
      return isRight ? { value: number } : { problem: type.kind === 'integer' ? 'wantsInteger' : 'wantsNumber' };
    }
    case 'list': {
      const value = parsedJson(text);
      return Array.isArray(value) ? { value } : { problem: 'wantsList' };
    }
    case 'object': {
      const value = parsedJson(text);
      return value !== null && typeof value === 'object' && !Array.isArray(value) ? { value } : { problem: 'wantsObject' };
    }
    case 'any': {
      const value = parsedJson(text);
      return { value: value === undefined ? text : value };
    }
  }
}

/** Values as they would have been typed, for a form that begins with them. */
export function draftOf(fields: readonly Field[], values: Readonly<Record<string, unknown>>): InputDraft {
  return Object.fromEntries(
    fields.flatMap(({ name, type }): [string, string | boolean][] => {
      const value = values[name];
      if (value === undefined || value === null) return [];
      if (type.kind === 'boolean') return [[name, value === true || value === 'true']];
      return [[name, typeof value === 'string' ? value : JSON.stringify(value, null, 2)]];
    }),
  );
}

/** What was changed in a form that began with `given`; what was emptied is an empty text, or nothing. */
export function changedInputs(fields: readonly Field[], given: Readonly<Record<string, unknown>>, draft: InputDraft): InputOutcome {
  const read = readInputs(fields, draft);
  if ('problems' in read) return read;
  const typed = fields.map(({ name, type }): readonly [string, unknown] => {
    if (Object.hasOwn(read.values, name)) return [name, read.values[name]];
    return [name, type.kind === 'string' ? (draft[name] ?? '') : null];
  });
  return { values: Object.fromEntries(typed.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(given[name]))) };
}

/** Whether a text is the address of a file, rather than words or a time. */
export function isFile(type: ValueType): boolean {
  return type.kind === 'string' && type.assist !== undefined && type.assist !== 'time';
}
