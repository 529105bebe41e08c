import type { ApprovalConfig, InputConfig, WaitConfig } from '@buckle/canvas';
import { codes, NodeError } from '../errors.ts';
import { nodeRunner } from '../node-runner.ts';
import { asObject, convertFields, numberOf, textOf } from '../values.ts';

/** Waits for a form to be filled. */
export const input = nodeRunner<InputConfig>({
  key: 'input',
  waits: true,
  run({ node, answers, warn }) {
    const answer = answers.at(-1);
    if (answer === undefined) return { wait: { kind: 'input', data: { fields: node.outputs } } };
    return { outputs: convertFields(asObject(answer) ?? {}, node.outputs, warn) };
  },
});

/** Waits until somebody has decided, or until the time for that is over. */
export const approval = nodeRunner<ApprovalConfig>({
  key: 'approval',
  waits: true,
  async run(context) {
    const { config, node, answers, warn } = context;
    const answer = answers.at(-1);
    if (answer === undefined) {
      const data = { content: await context.text(config.content), fields: config.outputSchema, assignees: config.assignees };
      const until = config.timeout > 0 ? context.now() + config.timeout * 1000 : undefined;
      return { wait: { kind: 'approval', data, ...(until === undefined ? {} : { until }) } };
    }
    const decided = asObject(answer) ?? {};
    const decision = textOf(decided['decision']);
    const port = decision === 'approved' || decision === 'rejected' ? decision : 'timeout';
    return { outputs: convertFields({ ...decided, decision: port }, node.outputs, warn), port };
  },
});

/** The answer that a wait gets when its time has come. */
export const TIME_IS_UP = { decision: 'timeout' } as const;

const LONGEST = 366 * 24 * 60 * 60;

/** Lets time pass. */
export const wait = nodeRunner<WaitConfig>({
  key: 'wait',
  waits: true,
  run({ config, inputs, answers, now }) {
    if (answers.length > 0) return { outputs: {} };
    const until = config.mode === 'for' ? now() + config.seconds * 1000 : timeOf(inputs['until']);
    if (until - now() > LONGEST * 1000) throw new NodeError(codes.input, 'It would wait for more than a year.', { isFinal: true });
    return until <= now() ? { outputs: {} } : { wait: { kind: 'time', data: { until }, until } };
  },
});

/** A time given as seconds since 1970, or as a date that can be read; in milliseconds. */
function timeOf(value: unknown): number {
  const seconds = numberOf(value);
  const time = seconds === undefined ? Date.parse(textOf(value)) : seconds * 1000;
  if (Number.isFinite(time)) return time;
  throw new NodeError(codes.input, `${JSON.stringify(textOf(value))} is no time: give seconds since 1970, or a date like 2026-01-31T08:00:00+08:00.`, { isFinal: true });
}
