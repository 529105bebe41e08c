import { describe, expect, it } from 'vitest';
import type { ServerEvent } from '../../api/events.ts';
import { CallFailed } from '../../api/failure.ts';
import { type RunDetails, type RunEntry, type RunPort, RunWatcher } from './run-watcher.ts';

const run = (state: RunDetails['state'], more: Partial<RunDetails> = {}): RunDetails => ({
  id: '1', workflow_id: '2', workspace_id: '3', version: '', state, created_at: 0, input_tokens: 0, output_tokens: 0, inputs: {}, output: null, waits: [], ...more,
});
const node = (path: string): RunEntry => ({ type: 'node', path, node: path, title: path, kind: 'message', inputs: {}, outputs: {}, startedAt: 0, endedAt: 0 });
const entry = (path: string): ServerEvent => ({ event: 'entry', data: JSON.stringify(node(path)) });
const delta = (path: string, text: string): ServerEvent => ({ event: 'delta', data: JSON.stringify({ node_id: path, path, text }) });
const waiting: ServerEvent = { event: 'waiting', data: '{"waits":[]}' };
const end = (state: RunDetails['state']): ServerEvent => ({ event: 'end', data: JSON.stringify(run(state)) });
const unreachable = new CallFailed({ status: 0, code: 0, message: '', logId: '' });

/** A port that plays its parts one after the other: the events of a stream, which breaks where they end with a failure. */
function scripted(...streams: readonly (readonly (ServerEvent | Error)[])[]) {
  const asked: number[] = [];
  const pauses: number[] = [];
  const left = [...streams];
  const port: RunPort = {
    async *events(from) {
      asked.push(from);
      for (const part of left.shift() ?? []) {
        if (part instanceof Error) throw part;
        yield part;
      }
    },
    read: () => Promise.resolve(run(left.length === 0 ? 'completed' : 'running', { output: { a: 1 } })),
    pause: (milliseconds) => {
      pauses.push(milliseconds);
      return Promise.resolve();
    },
  };
  return { watcher: new RunWatcher(port), asked, pauses };
}

describe('the watcher of a run', () => {
  it('gathers what the run did until its end, and what came out', async () => {
    const { watcher, asked } = scripted([entry('a'), entry('b'), end('completed')]);
    await watcher.follow();
    expect(watcher.snapshot()).toMatchObject({ state: 'completed', run: { output: { a: 1 } }, entries: [{ path: 'a' }, { path: 'b' }] });
    expect(asked).toEqual([0]);
  });

  it('has messages piece by piece, until they are whole', async () => {
    const { watcher } = scripted([delta('m', 'Hel'), delta('m', 'lo'), delta('n', 'x'), entry('n'), waiting], [entry('m'), end('completed')]);
    const seen: string[][] = [];
    watcher.subscribe(() => seen.push([...watcher.snapshot().writing.values()].map(({ text }) => text)));
    await watcher.follow();
    expect(seen).toContainEqual(['Hello']);
    expect(watcher.snapshot().writing.size).toBe(0);
  });

  it('goes on after the last entry where the connection is lost, with longer and longer pauses', async () => {
    const { watcher, asked, pauses } = scripted([entry('a'), delta('b', 'half'), unreachable], [unreachable], [entry('b')], [end('failed')]);
    const lost: boolean[] = [];
    watcher.subscribe(() => lost.push(watcher.snapshot().isLost));
    await watcher.follow();
    expect(asked).toEqual([0, 1, 1, 2]);
    expect(pauses).toEqual([500, 1000, 500]);
    expect(lost).toContain(true);
    expect(watcher.snapshot()).toMatchObject({ state: 'failed', isLost: false, entries: [{ path: 'a' }, { path: 'b' }] });
  });

  it('looks again at a run that waits, at once when it is woken', async () => {
    const { watcher, asked, pauses } = scripted([entry('a'), waiting], [waiting], [entry('b'), end('completed')]);
    watcher.wake();
    await watcher.follow();
    expect(asked).toEqual([0, 1, 1]);
    expect(pauses).toEqual([4000]);
  });

  it('ends where the run may not be seen', async () => {
    const refusal = new CallFailed({ status: 404, code: 4200, message: 'There is no such run.', logId: '7' });
    const { watcher, pauses } = scripted([refusal]);
    await watcher.follow();
    expect(watcher.snapshot().failure).toBe(refusal);
    expect(pauses).toEqual([]);
  });
});
