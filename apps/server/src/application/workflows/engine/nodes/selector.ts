import { ANY_CONDITION, type Condition, DEFAULT_PORT, type SelectorConfig } from '@buckle/canvas';
import { type NodeContext, nodeRunner } from '../node-runner.ts';
import { isEmpty, numberOf, textOf } from '../values.ts';

/** Goes on at the first branch whose conditions hold. */
export const selector = nodeRunner<SelectorConfig>({
  key: 'selector',
  run(context) {
    const branch = context.config.branches.findIndex(({ condition: { logic, conditions } }) => {
      const holds = (condition: Condition): boolean => isTrue(condition, context);
      return logic === ANY_CONDITION ? conditions.some(holds) : conditions.every(holds);
    });
    return { outputs: {}, port: branch === -1 ? DEFAULT_PORT : `branch_${branch}` };
  },
});

function isTrue({ operator, left, right }: Condition, context: NodeContext<SelectorConfig>): boolean {
  const value = context.value(left);
  const other = context.value(right);
  switch (operator) {
    case 'equal':
      return isEqual(value, other);
    case 'notEqual':
      return !isEqual(value, other);
    case 'longer':
      return compared(lengthOf(value), other, (a, b) => a > b);
    case 'longerOrEqual':
      return compared(lengthOf(value), other, (a, b) => a >= b);
    case 'shorter':
      return compared(lengthOf(value), other, (a, b) => a < b);
    case 'shorterOrEqual':
      return compared(lengthOf(value), other, (a, b) => a <= b);
    case 'contains':
      return contains(value, other);
    case 'notContains':
      return !contains(value, other);
    case 'empty':
      return isEmpty(value);
    case 'notEmpty':
      return !isEmpty(value);
    case 'true':
      return value === true || value === 'true';
    case 'false':
      return value === false || value === 'false';
    case 'greater':
      return compared(value, other, (a, b) => a > b);
    case 'greaterOrEqual':
      return compared(value, other, (a, b) => a >= b);
    case 'less':
      return compared(value, other, (a, b) => a < b);
    case 'lessOrEqual':
      return compared(value, other, (a, b) => a <= b);
  }
}

/** Numbers by their value, whichever side is written as a text; all else by how it is written. */
function isEqual(value: unknown, other: unknown): boolean {
  if (typeof value === 'number' || typeof other === 'number') return numberOf(value) === numberOf(other) && numberOf(value) !== undefined;
  return textOf(value) === textOf(other);
}

function lengthOf(value: unknown): number {
  if (Array.isArray(value)) return value.length;
  if (value !== null && typeof value === 'object') return Object.keys(value).length;
  // As people count: a character outside of the first plane is one.
  return Array.from(textOf(value)).length;
}

function compared(value: unknown, other: unknown, holds: (a: number, b: number) => boolean): boolean {
  const [a, b] = [numberOf(value), numberOf(other)];
  return a !== undefined && b !== undefined && holds(a, b);
}

/** A part of a text, an element of a list, or a key of an object. */
function contains(value: unknown, other: unknown): boolean {
  if (Array.isArray(value)) return value.some((entry) => isEqual(entry, other));
  if (value !== null && typeof value === 'object') return Object.hasOwn(value, textOf(other));
  return textOf(value).includes(textOf(other));
}
