import { end, given, line, node, params, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { foreignIds, idMapOf, namedElsewhere, standInFor, type ThingsHere } from './foreign-ids.ts';
import { readImportText } from './read-import-text.ts';

const llm = node('m', '3', { title: 'Write', inputs: { llmParam: params({ modelType: given('9', 'integer'), modleName: given('Clever'), prompt: given('Hi') }) }, outputs: [{ name: 'output', type: 'string' }] });
const call = (workflowId: string) => node('s', '9', { title: 'Greeter', inputs: { workflowId, workflowVersion: '', inputParameters: [] }, outputs: [] });
const canvas = (workflowId: string) => ({ nodes: [start(), llm, call(workflowId), end()], edges: [line('100001', 'm'), line('m', 's'), line('s', '900001')] });
const here: ThingsHere = { workflows: [{ id: 'w1', name: 'Greeter' }], models: [{ id: 'm1', name: 'Other' }, { id: 'm2', name: 'House' }], datasets: [], bots: [] };
const read = (value: object) => namedElsewhere(readImportText(JSON.stringify(value)));

describe('the ids that an import brings from elsewhere', () => {
  it('are those of a canvas, with what it calls them and where they stand', () => {
    expect(read(canvas('7'))).toEqual([
      { kind: 'workflows', id: '7', name: 'Greeter', nodes: ['Greeter'] },
      { kind: 'models', id: '9', name: 'Clever', nodes: ['Write'] },
    ]);
  });

  it('are those of a file that do not come along, called as the file calls them', () => {
    const workflow = (id: string, calls: string) => ({ id, name: id, description: '', mode: 'workflow', canvas: canvas(calls), id_map: { models: { 9: '10' } } });
    const file = { format: 'buckle.workflows', format_version: 1, main: 'a', workflows: [workflow('a', 'b'), workflow('b', 'c')], models: [{ id: '10', name: 'House' }] };
    expect(read(file)).toEqual([
      { kind: 'workflows', id: 'c', name: 'Greeter', nodes: ['Greeter'] },
      { kind: 'models', id: '10', name: 'House', nodes: ['Write'] },
    ]);
  });

  it('are no longer foreign where the workspace has them', () => {
    expect(foreignIds(read(canvas('w1')), here).map(({ kind }) => kind)).toEqual(['models']);
  });

  it('are mapped to what is called alike, unless something else or nothing is chosen', () => {
    const foreign = read(canvas('7'));
    const map = (chosen: readonly (readonly [string, string])[]) => idMapOf(foreign, (each) => standInFor(each, here, new Map(chosen)));
    expect(map([])).toEqual({ workflows: { 7: 'w1' }, models: {}, datasets: {}, bots: {} });
    expect(map([['models 9', 'm2'], ['workflows 7', '']])).toEqual({ workflows: {}, models: { 9: 'm2' }, datasets: {}, bots: {} });
  });
});
