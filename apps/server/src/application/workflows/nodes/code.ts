import type { CodeConfig } from '@buckle/canvas';
import { CodeFailed, type CodeFailure, type Sandbox } from '#services/sandbox/index.ts';
import { NodeError } from '../engine/errors.ts';
import { nodeRunner } from '../engine/node-runner.ts';
import { asObject, convertFields, type Values } from '../engine/values.ts';

/** How long code may run where its node says nothing, in milliseconds. */
const USUAL_TIME = 60_000;
/** The longest that any code may run. */
const MOST_TIME = 600_000;
/** The number that Python has in the document. */
const PYTHON = 3;
/** Failures after which another attempt may help. */
const PASSING: ReadonlySet<CodeFailure> = new Set<CodeFailure>(['thrown', 'timeout']);

/** Runs the user's own code in a sandbox; what it prints is noted among the warnings of the node. */
export function codeRunner(sandbox: Pick<Sandbox, 'run'>) {
  return nodeRunner<CodeConfig>({
    key: 'code',
    async run({ config, inputs, node, facts, signal, warn }) {
      const timeout = Math.min(node.onError.attemptTimeout || node.onError.timeout || USUAL_TIME, MOST_TIME);
      try {
        const { value, logs } = await sandbox.run({ language: config.language === PYTHON ? 'python' : 'typescript', code: config.code, params: inputs, timeout, group: facts.workspaceId, signal });
        for (const line of logs) warn(`printed: ${line}`);
        return { outputs: convertFields(objectOf(value), node.outputs, warn) };
      } catch (error) {
        if (!(error instanceof CodeFailed)) throw error;
        if (error.code === 'canceled') signal.throwIfAborted();
        for (const line of error.logs) warn(`printed: ${line}`);
        throw new NodeError(`code_${error.code}`, error.message, { cause: error, isFinal: !PASSING.has(error.code) });
      }
    },
  });
}

/** What code returns must be an object, whose fields are the outputs. */
function objectOf(value: unknown): Values {
  const object = asObject(value);
  if (object !== undefined) return object;
  throw new NodeError('code_output', `main must return an object with the outputs, and returned ${value === null ? 'nothing' : `a ${Array.isArray(value) ? 'list' : typeof value}`}.`, { isFinal: true });
}
