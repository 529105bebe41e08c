import type { SearchCondition } from '@buckle/contract';

const SIGNS = { gt: '>', gte: '≥', lt: '<', lte: '≤' } as const;
const BOUNDS = ['gt', 'gte', 'lt', 'lte'] as const;

/** A condition in a line: `price ≥ 3, < 9`, `colour: red / blue`. */
export function conditionText(condition: SearchCondition, inWords: (isOn: boolean) => string): string {
  if ('in' in condition) return `${condition.field}: ${condition.in.map((value) => (typeof value === 'boolean' ? inWords(value) : String(value))).join(' / ')}`;
  const bounds = BOUNDS.flatMap((name) => (condition[name] === undefined ? [] : [`${SIGNS[name]} ${condition[name]}`]));
  return `${condition.field} ${bounds.join(', ')}`;
}
