import { type Field, typeName } from '@buckle/canvas';
import type { Wait } from '../engine/node-runner.ts';
import { asObject, isEmpty, parsedJson, textOf } from '../engine/values.ts';
import { formOf } from '../runs/form-of.ts';

/** What a user of a chat is told of what a workflow waits for. */
export function questionOf(wait: Wait): string {
  switch (wait.kind) {
    case 'question':
      return wait.data.messages.map((message) => contentOf(asObject(message)?.['content'])).join('\n');
    case 'input':
      return wait.data.fields.map(lineOf).join('\n');
    case 'approval':
      return wait.data.content;
    case 'time':
      return '';
  }
}

/** What a user says in a chat, as an answer to a wait: words, or what fills a form. */
export function givenAnswer(wait: Wait, text: string): unknown {
  if (wait.kind !== 'input') return text;
  const form = formOf(text);
  const [only, ...more] = wait.data.fields;
  if (only === undefined || more.length > 0 || Object.hasOwn(asObject(form) ?? {}, only.name)) return form;
  // A form of one field needs no name before its value; an empty object is one of those that take any, and else an empty form.
  const value = parsedJson(text);
  const { kind } = only.type;
  const isObject = kind === 'object' || kind === 'any';
  if (!isObject && asObject(value) !== undefined && isEmpty(value)) return form;
  return { [only.name]: value === undefined || kind === 'string' ? text : value };
}

/** A question, with its options below. */
function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const { question, options } = asObject(content) ?? {};
  const names = Array.isArray(options) ? options.map((option) => `- ${textOf(asObject(option)?.['name'])}`) : [];
  return [textOf(question), ...names].join('\n');
}

/** A field of a form, to be filled behind the colon. */
function lineOf({ name, type, description }: Field): string {
  const hint = description ? `${description}, ${typeName(type)}` : typeName(type);
  return `${name} (${hint}):`;
}
