import { describe, expect, it } from 'vitest';
import type { NodeEntry } from '../engine/journal.ts';
import { nodeExecutionId } from './node-execution-id.ts';
import { nodeStatuses } from './node-statuses.ts';

const done = (path: string, title: string, kind = 'message'): NodeEntry => ({ type: 'node', path, node: path.split('/').at(-1) ?? '', title, kind, inputs: {}, outputs: {}, startedAt: 0, endedAt: 2_000 });

/** Which execution stands under which key, with its number in a loop or batch. */
const listed = (...entries: readonly NodeEntry[]) =>
  Object.entries(nodeStatuses(entries)).map(([key, { node_execute_uuid, loop_index, batch_index }]) => [key, Buffer.from(node_execute_uuid, 'base64url').toString(), ...(loop_index === undefined ? [] : [`loop ${loop_index}`]), ...(batch_index === undefined ? [] : [`batch ${batch_index}`])]);

describe('the nodes in the history of a run', () => {
  it('are those that speak, by their titles', () => {
    expect(nodeStatuses([done('a', 'A', 'text'), done('b', 'B'), done('900001', 'End', 'end')])).toEqual({
      B: { node_id: 'b', is_finish: true, update_time: 2, is_loop: false, node_execute_uuid: nodeExecutionId('b') },
      End: { node_id: '900001', is_finish: true, update_time: 2, is_loop: false, node_execute_uuid: nodeExecutionId('900001') },
    });
  });

  it('are all there where several have one title, the last under it as it stands', () => {
    expect(listed(done('a', 'Say'), done('b', 'Say#1'), done('c', 'Say'), done('d', 'Say'))).toEqual([['Say#2', 'a'], ['Say#1', 'b'], ['Say#3', 'c'], ['Say', 'd']]);
  });

  it('are there for each round of a loop or batch, with its number', () => {
    expect(listed(done('l#0/say', 'Say'), done('l#1/say', 'Say'))).toEqual([['Say#1', 'l#0/say', 'loop 0'], ['Say', 'l#1/say', 'loop 1']]);
    expect(listed(done('b#0/say', 'Say'), done('b', 'Each', 'batch'))).toEqual([['Say', 'b#0/say', 'batch 0']]);
    expect(listed(done('l#0/b#2/say', 'Say'), done('w/l#0/say', 'Inner'))).toEqual([['Say', 'l#0/b#2/say'], ['Inner', 'w/l#0/say']]);
  });

  it('may be called anything', () => {
    expect(listed(done('a', '__proto__'), done('b', '__proto__'), done('c', 'constructor'))).toEqual([['__proto__#1', 'a'], ['__proto__', 'b'], ['constructor', 'c']]);
  });
});
