import type { Field } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { givenAnswer } from './ask-in-words.ts';

const field = (name: string, kind: 'string' | 'integer' = 'string'): Field => ({ name, type: { kind }, required: false });
const list: Field = { name: 'list', type: { kind: 'list', item: { kind: 'string' } }, required: false };
const object: Field = { name: 'object', type: { kind: 'object', fields: [] }, required: false };

describe('what a user says in a chat, as an answer to a form', () => {
  it.each<[string, readonly Field[], string, unknown]>([
    ['names its fields in lines', [field('name'), field('city')], 'name: Ann\ncity：Rome', { name: 'Ann', city: 'Rome' }],
    ['is JSON', [field('name'), field('city')], '{"name":"Ann"}', { name: 'Ann' }],
    ['is the value of the only field', [field('name')], 'Ann', { name: 'Ann' }],
    ['is the value of the only field, with a colon in it', [field('name')], 'Ann: the first', { name: 'Ann: the first' }],
    ['is the only field by its name', [field('name')], 'name: Ann', { name: 'Ann' }],
    ['is a number', [field('count', 'integer')], '7', { count: 7 }],
    ['is a list', [list], '["a"]', { list: ['a'] }],
    ['is an object', [object], '{"a":1}', { object: { a: 1 } }],
    ['is an empty object, where that is a value', [object], '{}', { object: {} }],
    ['is an empty form, where it is not', [field('name')], '{}', {}],
    ['is an empty form of numbers', [field('count', 'integer')], ' {} ', {}],
    ['is an empty form of lists', [list], '{}', {}],
    ['is an empty form of several fields', [field('name'), field('city')], '{}', {}],
    ['is an empty form where nothing is said', [field('name'), field('city')], ' ', {}],
    ['is no form of several fields where it names none', [field('name'), field('city')], 'Ann', 'Ann'],
  ])('%s', (_, fields, text, answer) => {
    expect(givenAnswer({ kind: 'input', data: { fields } }, text)).toEqual(answer);
  });
});
