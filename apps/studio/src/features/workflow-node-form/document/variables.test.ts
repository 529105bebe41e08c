import { readFields } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { typeOfWord, typeWord } from '../../workflow/index.ts';
import { childrenOf, freeName, typeOfVariable, variablesOfExample, withChildren, withType } from './variables.ts';

describe('a variable', () => {
  const object = { name: 'person', type: 'object', required: true, schema: [{ name: 'age', type: 'integer' }] };

  it('keeps its fields where an object becomes a list of objects, and back', () => {
    const list = withType(object, typeOfWord('list<object>'));
    expect(childrenOf(list)).toEqual(object.schema);
    expect(typeOfVariable(list)).toMatchObject({ kind: 'list', item: { kind: 'object', fields: [{ name: 'age' }] } });
    expect(withType(list, typeOfWord('object'))).toEqual(object);
  });

  it('has no fields where it can have none', () => {
    expect(childrenOf(withType(object, typeOfWord('string')))).toBeUndefined();
    expect(withType(object, typeOfWord('string'))).toEqual({ name: 'person', required: true, type: 'string' });
  });

  it('takes fields, also those of objects in a list', () => {
    const fields = [{ name: 'x', type: 'string' }];
    expect(childrenOf(withChildren({ name: 'a', type: 'list', schema: { type: 'object', schema: [] } }, fields))).toEqual(fields);
  });
});

describe('an example', () => {
  it('gives names and types', () => {
    const variables = variablesOfExample({ name: 'x', age: 3, height: 1.8, ok: true, tags: ['a'], nothing: null, people: [{ id: 1 }], home: { city: 'x' }, empty: [] });
    expect(readFields(variables).map(({ name, type }) => [name, typeWord(type)])).toEqual([
      ['name', 'string'], ['age', 'integer'], ['height', 'float'], ['ok', 'boolean'], ['tags', 'list<string>'], ['nothing', 'string'],
      ['people', 'list<object>'], ['home', 'object'], ['empty', 'list<string>'],
    ]);
  });
});

describe('a free name', () => {
  it('is the first that nobody has', () => {
    expect([freeName([], 'a'), freeName(['a'], 'a'), freeName(['a', 'a_1'], 'a')]).toEqual(['a', 'a_1', 'a_2']);
  });
});
