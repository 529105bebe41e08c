import { type Endpoint, isManagement } from '@buckle/contract';
import type { z } from 'zod';
import { BadRequest } from '#kernel/errors.ts';
import { removeRefusedNulls } from './refused-nulls.ts';

type Issue = z.core.$ZodIssue;

/** At most so many mistakes are named in one answer. */
const NAMED = 5;

/**
 * Checks a part of a request against its schema. Throws `BadRequest`, which names the fields and
 * what is expected of them and repeats no value.
 */
export function validate(schema: z.ZodType, value: unknown, part: 'path' | 'query' | 'body'): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw refusal(result.error.issues, part);
}

/** Checks the body of a call. On Coze's face a null counts as absent. Throws `BadRequest` as `validate` does. */
export function validateBody(endpoint: Endpoint, value: unknown): unknown {
  const { body } = endpoint;
  const result = body.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  if (isManagement(endpoint) || !removeRefusedNulls(value, issues)) throw refusal(issues, 'body');
  return validate(body, value, 'body');
}

function refusal(issues: readonly Issue[], part: string): BadRequest {
  const named = issues.slice(0, NAMED).map((issue) => sentence(issue, [], part));
  const more = issues.length > NAMED ? ` And ${issues.length - NAMED} more.` : '';
  return new BadRequest(named.join(' ') + more);
}

function sentence(issue: Issue, above: readonly PropertyKey[], part: string): string {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union') {
    const closest = closestBranch(issue.errors);
    if (closest) return sentence(closest, path, part);
  }
  const field = path.length === 0 ? `The ${part}` : `"${fieldName(path)}" in the ${part}`;
  if (issue.code === 'unrecognized_keys') {
    return `${field} has unknown fields: ${issue.keys.slice(0, NAMED).map(short).join(', ')}.`;
  }
  if (issue.code === 'invalid_type' && issue.message.endsWith('received undefined')) {
    return `${field} is required (${issue.expected}).`;
  }
  return `${field} is not valid: ${lowerFirst(issue.message)}.`;
}

/** Of the ways in which a union was not met, the one that got furthest, and of those that with the least against it. */
function closestBranch(branches: readonly (readonly Issue[])[]): Issue | undefined {
  const depth = ([issue]: readonly Issue[]): number => issue?.path.length ?? 0;
  const [closest] = branches.toSorted((one, other) => depth(other) - depth(one) || one.length - other.length);
  return closest && depth(closest) > 0 ? closest[0] : undefined;
}

function fieldName(path: readonly PropertyKey[]): string {
  let name = '';
  for (const step of path) {
    if (typeof step === 'number') name += `[${step}]`;
    else name += name === '' ? short(String(step)) : `.${short(String(step))}`;
  }
  return name;
}

/** A field name is the caller's own text where any name is allowed, so it may be of any length. */
function short(name: string): string {
  return name.length > 64 ? `${name.slice(0, 64)}…` : name;
}

function lowerFirst(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
