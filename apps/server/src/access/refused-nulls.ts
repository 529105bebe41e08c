import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/**
 * Takes the fields out of a body that are `null` where its schema allows no null: some clients of Coze
 * write so what they leave out. Changes `body`; returns whether there was any.
 */
export function removeRefusedNulls(body: unknown, issues: readonly Issue[]): boolean {
  let removed = false;
  for (const path of pathsOf(issues, [])) {
    const field = path.at(-1);
    const holder = path.slice(0, -1).reduce<unknown>((value, step) => (isObject(value) ? value[step] : undefined), body);
    if (field === undefined || !isObject(holder) || Array.isArray(holder) || holder[field] !== null) continue;
    delete holder[field];
    removed = true;
  }
  return removed;
}

/** Where the mistakes are, those inside the branches of unions too. */
function pathsOf(issues: readonly Issue[], above: readonly PropertyKey[]): PropertyKey[][] {
  return issues.flatMap((issue) => {
    const path = [...above, ...issue.path];
    return issue.code === 'invalid_union' ? [path, ...issue.errors.flatMap((branch) => pathsOf(branch, path))] : [path];
  });
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null;
}
