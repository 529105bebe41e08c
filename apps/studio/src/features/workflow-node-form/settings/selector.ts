import { type Operator, operators, type ValueType } from '@buckle/canvas';
import type { BlockInput } from '../document/block-input.ts';
import { listSetting } from '../document/setting.ts';

/** A condition as it stands in the document. */
export interface Condition {
  readonly operator?: number;
  readonly left?: { readonly input?: BlockInput };
  readonly right?: { readonly input?: BlockInput };
}

/** A branch as it stands in the document. */
export interface Branch {
  readonly condition?: { readonly logic?: number; readonly conditions?: readonly Condition[] };
}

/** How conditions of a branch belong together, by their numbers in the document. */
export const logics = { any: 1, all: 2 } as const;

export const branches = listSetting<Branch>('inputs.branches');

/** The number of an operator in the document. */
export function operatorNumber(operator: Operator): number {
  return Number(Object.entries(operators).find(([, name]) => name === operator)?.[0] ?? 1);
}

/** The operator that a condition has; undefined for none, or one that there is not. */
export function operatorOf({ operator }: Condition): Operator | undefined {
  return Object.entries(operators).find(([number]) => Number(number) === operator)?.[1];
}

/** Operators that look at one value only. */
export const alone: ReadonlySet<Operator> = new Set<Operator>(['empty', 'notEmpty', 'true', 'false']);

/** Operators whose other side is a length. */
const lengths: ReadonlySet<Operator> = new Set<Operator>(['longer', 'longerOrEqual', 'shorter', 'shorterOrEqual']);

const equality = ['equal', 'notEqual'] as const;
const presence = ['empty', 'notEmpty'] as const;
const length = ['longer', 'longerOrEqual', 'shorter', 'shorterOrEqual'] as const;
const containing = ['contains', 'notContains'] as const;

const byKind: Readonly<Record<ValueType['kind'], readonly Operator[]>> = {
  string: [...equality, ...containing, ...length, ...presence],
  integer: [...equality, 'greater', 'greaterOrEqual', 'less', 'lessOrEqual', ...presence],
  float: [...equality, 'greater', 'greaterOrEqual', 'less', 'lessOrEqual', ...presence],
  boolean: ['true', 'false', ...equality, ...presence],
  object: [...containing, ...presence],
  list: [...containing, ...length, ...presence],
  any: Object.values(operators),
};

/** The operators that make sense for a value of this type. */
export function operatorsFor(type: ValueType): readonly Operator[] {
  return byKind[type.kind];
}

/** The type that the other side of a condition has. */
export function rightType(operator: Operator | undefined, left: ValueType): ValueType {
  if (operator !== undefined && lengths.has(operator)) return { kind: 'integer' };
  const isContaining = operator === 'contains' || operator === 'notContains';
  if (isContaining && left.kind === 'list') return left.item;
  return isContaining ? { kind: 'string' } : left;
}
