import type { ValueType } from '@buckle/canvas';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convert } from './values.ts';

const { type: types } = fc.letrec<{ type: ValueType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom<ValueType>({ kind: 'string' }, { kind: 'integer' }, { kind: 'float' }, { kind: 'boolean' }),
    tie('type').map((item): ValueType => ({ kind: 'list', item })),
    fc.uniqueArray(fc.record({ name: fc.constantFrom('a', 'b', 'c'), type: tie('type') }), { minLength: 1, maxLength: 3, selector: ({ name }) => name })
      .map((fields): ValueType => ({ kind: 'object', fields: fields.map((field) => ({ ...field, required: false })) })),
  ),
}));

const things = fc.oneof(fc.jsonValue(), fc.constantFrom('1', '2.5', 'true', 'False', '[1,"2"]', '{"a":1}', '', ' '));

/** Whether a value is of a type, as a node may rely on: null stands for what is not there. */
function isOf(value: unknown, type: ValueType): boolean {
  if (value === null) return true;
  switch (type.kind) {
    case 'any':
      return true;
    case 'string':
      return typeof value === 'string';
    case 'integer':
      return Number.isInteger(value);
    case 'float':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value) && value.every((entry) => isOf(entry, type.item));
    case 'object':
      return typeof value === 'object' && !Array.isArray(value) && type.fields.every(({ name, type: field }) => isOf(Reflect.get(value, name), field));
  }
}

describe('a value that is converted', () => {
  it('is of the type that was wanted, or nothing', () => {
    fc.assert(fc.property(things, types, (value, type) => {
      expect(isOf(convert(value, type, () => undefined, 'x'), type)).toBe(true);
    }), { numRuns: 1_000 });
  });

  it('is warned of where it became nothing, and only nothing becomes that without a word', () => {
    fc.assert(fc.property(things, fc.constantFrom<ValueType>({ kind: 'integer' }, { kind: 'float' }, { kind: 'boolean' }, { kind: 'list', item: { kind: 'any' } }), (value, type) => {
      const warnings: string[] = [];
      const isLost = convert(value, type, (message) => warnings.push(message), 'x') === null && value !== null;
      expect(warnings.some((message) => message.includes(' is not '))).toBe(isLost);
    }), { numRuns: 500 });
  });

  it('stays as it is when it is converted once more', () => {
    fc.assert(fc.property(things, types, (value, type) => {
      const once = convert(value, type, () => undefined, 'x');
      const warnings: string[] = [];
      expect(convert(once, type, (message) => warnings.push(message), 'x')).toEqual(once);
      expect(warnings).toEqual([]);
    }), { numRuns: 1_000 });
  });
});
