import { nodeKinds, type Problem, validateCanvas } from '@buckle/canvas';
import { canvas, end, line, node, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { newNodeData } from './new-node-data.ts';

/** What only the user can say. */
const open = new Set(['missing_value', 'not_available']);

function problemsOf(type: string): readonly Problem[] {
  const kind = nodeKinds.get(type);
  const added = { id: '200', type, data: newNodeData(type, 'new') };
  const ends = (id: string) => (kind?.isLast === true ? [line('100001', id), line('100001', '900001')] : [line('100001', id), line(type === '10001' ? `${id}:approved` : id, '900001')]);
  if (kind?.isNote === true) return validateCanvas(canvas([start('a'), added, end()], [line('100001', '900001')])).problems;
  if (kind?.onlyInLoop !== true) return validateCanvas(canvas([start('a'), added, end()], ends('200'))).problems;
  const loop = node('300', '21', { inputs: { loopType: 'infinite' }, blocks: [added], edges: [line('300', '200'), ...(kind.isLast === true ? [] : [line('200', '300')])] });
  return validateCanvas(canvas([start('a'), loop, end()], [line('100001', '300'), line('300', '900001')])).problems;
}

const others = [...nodeKinds.values()].filter(({ key }) => key !== 'start' && key !== 'end');

describe('a new node', () => {
  it.each(others.map(({ key, type }) => ({ key, type })))('of the kind $key has no errors but what only the user can say', ({ type }) => {
    const errors = problemsOf(type).filter(({ severity }) => severity === 'error');
    expect(errors.filter(({ code }) => !open.has(code))).toEqual([]);
  });

  it('of every kind has its title', () => {
    for (const type of nodeKinds.keys()) expect(newNodeData(type, 'My node').nodeMeta).toEqual({ title: 'My node' });
  });

  it('start and end make a workflow that can be read', () => {
    const { problems } = validateCanvas(canvas(
      [{ id: '100001', type: '1', data: newNodeData('1', 'start') }, { id: '900001', type: '2', data: newNodeData('2', 'end') }],
      [line('100001', '900001')],
    ));
    expect(problems.map(({ code, field }) => `${code} ${field}`)).toEqual(['missing_value inputs.inputParameters.0']);
  });
});
