import { z } from 'zod';
import { record } from '../expression.ts';
import { expression, list, number, prepared } from '../fields.ts';
import { branchPorts, nodeKind } from '../node-kind.ts';

/** What a condition asks, by its number in the document. */
export const operators = {
  1: 'equal', 2: 'notEqual', 3: 'longer', 4: 'longerOrEqual', 5: 'shorter', 6: 'shorterOrEqual', 7: 'contains', 8: 'notContains',
  9: 'empty', 10: 'notEmpty', 11: 'true', 12: 'false', 13: 'greater', 14: 'greaterOrEqual', 15: 'less', 16: 'lessOrEqual',
} as const;

export type Operator = (typeof operators)[keyof typeof operators];

const side = prepared((source) => record(source)['input'], expression);

const condition = z.object({
  operator: number(0).transform((value, context): Operator => {
    const operator: unknown = Reflect.get(operators, value);
    const known = Object.values(operators).find((name) => name === operator);
    if (known !== undefined) return known;
    context.addIssue(`${value} is no operator: they have the numbers 1 to 16`);
    return z.NEVER;
  }),
  left: side,
  right: side,
});

const branch = z.object({
  condition: z.object({ logic: number(2), conditions: list(condition) }),
});

const config = z.object({ branches: list(branch) });

export type SelectorConfig = z.output<typeof config>;
export type Condition = z.output<typeof condition>;

/** Any of a branch's conditions is enough; otherwise all are needed. */
export const ANY_CONDITION = 1;

/** Operators that look at one value only. */
const alone: ReadonlySet<Operator> = new Set<Operator>(['empty', 'notEmpty', 'true', 'false']);

/** Goes on at the first branch whose conditions hold, or at `default`. */
export const selector = nodeKind({
  type: '8',
  key: 'selector',
  category: 'logic',
  config,
  ports: ({ branches }) => branchPorts(branches.length),
  missing: ({ branches }) =>
    branches.flatMap(({ condition: { conditions } }, index) =>
      conditions.flatMap(({ operator, left, right }, place) => {
        const field = `branches.${index}.condition.conditions.${place}`;
        return [
          ...(left.expression === 'missing' ? [`${field}.left`] : []),
          ...(right.expression === 'missing' && !alone.has(operator) ? [`${field}.right`] : []),
        ];
      }),
    ),
});
