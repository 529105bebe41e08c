import type { Field } from '@buckle/canvas';
import { BadRequest, PermissionDenied } from '#kernel/errors.ts';
import type { OpenWait } from '../engine/run.ts';
import { asObject, convertFields, isEmpty, type Values } from '../engine/values.ts';
import { formOf } from './form-of.ts';

/**
 * An answer as the run takes it, checked against what it waits for, so that one that is of no use leaves the
 * run waiting. Throws `BadRequest`, and `PermissionDenied` where somebody else has to decide.
 */
export function checkAnswer({ wait }: OpenWait, answer: unknown, userId: string): unknown {
  switch (wait.kind) {
    case 'question':
      if (typeof answer === 'string' && answer.trim() !== '') return answer;
      throw new BadRequest('answer: the run waits for an answer in words.');
    case 'input':
      return filledForm(wait.data.fields, answer);
    case 'approval':
      return decisionOf(wait.data, answer, userId);
    case 'time':
      throw new BadRequest('answer: the run waits for a time, not for an answer; it can be cancelled.');
  }
}

function filledForm(fields: readonly Field[], answer: unknown): Values {
  const given = objectOf(answer);
  const problems: string[] = [];
  const values = convertFields(given, fields, (problem) => problems.push(problem));
  for (const { name, required } of fields) if (required && isEmpty(values[name])) problems.push(`${name} is missing`);
  if (problems.length > 0) throw new BadRequest(`answer: ${problems.join('; ')}.`);
  return values;
}

function decisionOf({ fields, assignees }: Extract<OpenWait['wait'], { kind: 'approval' }>['data'], answer: unknown, userId: string): Values {
  if (assignees.length > 0 && !assignees.includes(userId)) throw new PermissionDenied('Others have been asked to decide this: you are not among them.');
  const given = objectOf(answer);
  const { decision, comment = '' } = given;
  if (decision !== 'approved' && decision !== 'rejected') throw new BadRequest('answer: "decision" must be "approved" or "rejected".');
  if (typeof comment !== 'string') throw new BadRequest('answer: "comment" must be a text.');
  // What was only to be filled in by who approves is not asked of who rejects.
  const form = decision === 'approved' ? filledForm(fields, given) : {};
  return { ...form, decision, comment, decidedBy: userId };
}

/** The fields of an answer, given as an object, as its JSON, or in lines. */
function objectOf(answer: unknown): Values {
  const value = asObject(typeof answer === 'string' ? formOf(answer) : answer);
  if (value !== undefined) return value;
  throw new BadRequest('answer: the run waits for its form to be filled: give an object with its fields, or a line for each of them, such as "name: Ann".');
}
