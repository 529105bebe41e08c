import { describe, expect, it } from 'vitest';
import { isConvertible, readFields, readType, typeAt, typeName } from './value-type.ts';

describe('a type', () => {
  it('is read with its fields and elements', () => {
    const type = readType({ type: 'list', schema: { type: 'object', schema: [{ name: 'age', type: 'integer', required: true }] } });
    expect(type).toEqual({ kind: 'list', item: { kind: 'object', fields: [{ name: 'age', type: { kind: 'integer' }, required: true }] } });
    expect(typeName(type)).toBe('list<object>');
    expect(typeName(readType({ type: 'string', assistType: 2 }))).toBe('image');
  });

  it('of an output of a loop stands in its input', () => {
    expect(readFields([{ name: 'all', input: { type: 'list', schema: { type: 'string' } } }])).toMatchObject([{ name: 'all', type: { kind: 'list', item: { kind: 'string' } } }]);
  });

  it('is any where the document says nothing that is known', () => {
    expect(readType({ type: 'quaternion' })).toEqual({ kind: 'any' });
    expect(readType(null)).toEqual({ kind: 'any' });
    expect(readType({ type: 'toString' })).toEqual({ kind: 'any' });
  });

  it('has types at its paths, through lists to their elements', () => {
    const type = readType({ type: 'object', schema: [{ name: 'rows', type: 'list', schema: { type: 'object', schema: [{ name: 'id', type: 'integer' }] } }, { name: 'free', type: 'object', schema: [] }] });
    expect(typeAt(type, ['rows', 'id'])).toEqual({ kind: 'integer' });
    expect(typeAt(type, ['rows', 0])).toMatchObject({ kind: 'object' });
    expect(typeAt(type, ['rows', 'nothing'])).toBeUndefined();
    expect(typeAt(type, ['free', 'what', 'ever'])).toEqual({ kind: 'any' });
  });

  it('converts to a text always, and to others where a value may fit', () => {
    const [text, number, flag, list] = [{ kind: 'string' }, { kind: 'integer' }, { kind: 'boolean' }, { kind: 'list', item: { kind: 'string' } }] as const;
    expect([list, number, flag].every((type) => isConvertible(type, text))).toBe(true);
    expect(isConvertible(text, number)).toBe(true);
    expect(isConvertible(flag, number)).toBe(false);
    expect(isConvertible(number, list)).toBe(false);
  });
});
