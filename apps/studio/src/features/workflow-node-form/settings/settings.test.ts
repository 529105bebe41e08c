import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CanvasNode, nodeKinds, parseCanvas } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { inputParameters, type NodeData, type Setting } from '../document/setting.ts';
import { newNodeData } from '../new-node-data.ts';
import { mergeGroups } from './aggregator.ts';
import { batchSettings, outputsOfOneRun } from './batch.ts';
import { note } from './comment.ts';
import { errorSettings } from './error-policy.ts';
import { approvalFields, inputFields } from './form-fields.ts';
import { authValues, httpSettings } from './http.ts';
import { knowledgeSettings, recallSettings } from './knowledge.ts';
import { llmSettings, waitingTools, withoutWaitingTools } from './llm.ts';
import { branches } from './selector.ts';
import * as simple from './simple.ts';
import { assignments, loopAssignments } from './variables.ts';

const everywhere = [inputParameters, simple.outputs, outputsOfOneRun, ...Object.values(errorSettings), ...Object.values(batchSettings)];
const ofKinds: Readonly<Record<string, readonly unknown[]>> = {
  2: Object.values(simple.endSettings),
  3: [...Object.values(llmSettings), ...Object.values(recallSettings)],
  5: Object.values(simple.codeSettings),
  6: Object.values(knowledgeSettings),
  8: [branches],
  9: Object.values(simple.subworkflowSettings),
  13: Object.values(simple.messageSettings),
  15: Object.values(simple.textSettings),
  18: Object.values(simple.questionSettings),
  20: [loopAssignments],
  21: [...Object.values(simple.loopSettings), simple.gathered],
  22: Object.values(simple.intentSettings),
  27: Object.values(knowledgeSettings),
  28: [...Object.values(simple.batchNodeSettings), simple.gathered],
  30: [inputFields],
  31: [note],
  32: [mergeGroups],
  40: [assignments],
  45: [...Object.values(httpSettings), ...Object.values(authValues).map(({ list }) => list)],
  60: Object.values(knowledgeSettings),
  10001: [...Object.values(simple.approvalSettings), approvalFields],
  10002: Object.values(simple.waitSettings),
  10003: Object.values(simple.callBotSettings),
};

function settingsOf(type: string): readonly Setting<unknown>[] {
  return [...everywhere, ...(ofKinds[type] ?? [])] as readonly Setting<unknown>[];
}

function writtenBack(type: string, data: NodeData): NodeData {
  return settingsOf(type).reduce((current, setting) => setting.write(current, setting.read(current)), data);
}

function nodesIn(nodes: readonly CanvasNode[]): CanvasNode[] {
  return nodes.flatMap((node) => [node, ...nodesIn(node.blocks ?? [])]);
}

const folder = process.env['BUCKLE_TEST_CANVASES'] ?? '../shared/reference/canvases';
const files = existsSync(folder) ? globSync('**/*.json', { cwd: folder }).sort() : [];
if (files.length === 0) process.stderr.write(`Skipped: the settings of nodes that Coze Studio saved. There are no canvases in ${folder}; BUCKLE_TEST_CANVASES names the folder.\n`);

describe('the settings of a node, written back as they were read, leave it as it stands', () => {
  it.each([...nodeKinds.values()].map(({ key, type }) => ({ key, type })))('a new node of the kind $key', ({ type }) => {
    const data = newNodeData(type, 'node');
    expect(writtenBack(type, data)).toEqual(data);
  });

  it.each([...nodeKinds.values()].map(({ key, type }) => ({ key, type })))('a node of the kind $key without any data', ({ type }) => {
    expect(writtenBack(type, {})).toEqual({});
  });

  it.skipIf(files.length === 0).each(files)('every node of %s', (file) => {
    const { nodes } = parseCanvas(readFileSync(join(folder, file), 'utf8'));
    const all = nodesIn(nodes);
    expect(all.map(({ type, data }) => writtenBack(type, data ?? {}))).toEqual(all.map(({ data }) => data ?? {}));
  });
});

describe('a changed setting', () => {
  const llm = newNodeData('3', 'model');

  it('is read as it was written, and all else stays', () => {
    const changed = llmSettings.temperature.write(llm, 0.1);
    expect(llmSettings.temperature.read(changed)).toBe(0.1);
    expect(llmSettings.temperature.write(changed, 0.8)).toEqual(llm);
  });

  it('keeps the shape in which the document has a number', () => {
    const older: NodeData = { inputs: { llmParam: [{ name: 'maxTokens', input: { type: 'integer', value: { type: 'literal', content: '4096', rawMeta: { type: 2 } } } }] } };
    expect(llmSettings.maxTokens.write(older, 10).inputs?.['llmParam']).toEqual([{ name: 'maxTokens', input: { type: 'integer', value: { type: 'literal', content: '10', rawMeta: { type: 2 } } } }]);
  });

  it('goes where it was empty, and the workspace default takes its place', () => {
    const chosen = llmSettings.model.write(llm, { id: '7', name: 'Seven' });
    expect(llmSettings.model.read(chosen)).toEqual({ id: '7', name: 'Seven' });
    expect(llmSettings.model.write(chosen, { id: '', name: '' })).toEqual(llm);
  });

  it('of errors brings the outputs of an error along, and takes them away', () => {
    const going = errorSettings.mode.write(llm, 'branch');
    expect(going.outputs).toMatchObject([{ name: 'output' }, { name: 'errorBody' }, { name: 'isSuccess' }]);
    expect(errorSettings.mode.write(going, 'throw').outputs).toEqual(llm.outputs);
  });

  it('of errors in the first form is read, and written in the present one', () => {
    const older: NodeData = { inputs: { settingOnError: {} }, settingOnError: { settingOnErrorIsOpen: true, settingOnErrorJSON: '{"body": ""}' } };
    expect([errorSettings.mode.read(older), errorSettings.defaults.read(older)]).toEqual(['default', '{"body": ""}']);
    expect(errorSettings.mode.write(older, 'branch').inputs?.['settingOnError']).toEqual({ processType: 3, switch: true, dataOnErr: '{"body": ""}' });
    expect(errorSettings.mode.read(errorSettings.mode.write(older, 'throw'))).toBe('throw');
  });

  it('of the backup model keeps the rest of it', () => {
    const data: NodeData = { inputs: { settingOnError: { ext: { backupLLmParam: '{"modelType":5,"temperature":1}' } } } };
    expect(errorSettings.backup.read(data).id).toBe('5');
    expect(errorSettings.backup.write(data, { id: '6', name: 'Six' }).inputs?.['settingOnError']).toEqual({ ext: { backupLLmParam: '{"modelType":"6","temperature":1,"modelName":"Six"}' } });
  });

  it('of batch mode wraps the outputs into a list, and unwraps them', () => {
    const batched = batchSettings.isOn.write(llm, true);
    expect(batched.outputs).toEqual([{ name: 'outputList', type: 'list', schema: { type: 'object', schema: llm.outputs } }]);
    expect(outputsOfOneRun.write(batched, [{ name: 'a', type: 'integer' }]).outputs).toEqual([{ name: 'outputList', type: 'list', schema: { type: 'object', schema: [{ name: 'a', type: 'integer' }] } }]);
    expect(batchSettings.isOn.write(batched, false).outputs).toEqual(llm.outputs);
  });

  it.each([
    ['15', simple.textSettings.method, 'split', ['output']],
    ['18', simple.questionSettings.answer, 'option', ['optionId', 'optionContent']],
    ['22', simple.intentSettings.mode, 'top_speed', ['classificationId']],
  ] as const)('of a node of the kind %s on which its outputs depend changes these', (type, setting, word, names) => {
    const data = newNodeData(type, 'node');
    const changed = (setting as Setting<string>).write(data, word);
    expect(changed.outputs).toMatchObject(names.map((name) => ({ name })));
    expect((setting as Setting<string>).write(changed, setting.read(data)).outputs).toEqual(data.outputs);
  });

  it('of tools that this Buckle does not have takes these out, and nothing else', () => {
    const workflowFCParam = { workflowList: [{ workflow_id: '1' }] };
    const data: NodeData = { inputs: { fcParam: { workflowFCParam, pluginFCParam: { pluginList: [{ api_id: '2' }] }, knowledgeFCParam: { knowledgeList: [{ id: '3' }] } } } };
    expect(waitingTools(data)).toBe(1);
    expect(withoutWaitingTools(data).inputs?.['fcParam']).toEqual({ workflowFCParam, pluginFCParam: { pluginList: [] }, knowledgeFCParam: { knowledgeList: [{ id: '3' }] } });
    expect(withoutWaitingTools(llm)).toBe(llm);
  });

  it('of a form is also what the node gives', () => {
    const data = inputFields.write(newNodeData('30', 'form'), [{ name: 'city', type: 'string' }]);
    expect(data.outputs).toEqual([{ name: 'city', type: 'string' }]);
    expect(inputFields.read(data)).toEqual(data.outputs);
  });

  it('of a comment is a paragraph a line', () => {
    const data = note.write(newNodeData('31', 'note'), 'one\ntwo');
    expect(note.read(data)).toBe('one\ntwo');
  });

  it('of variables names them and notes whose they are', () => {
    const left = { type: 'string', value: { type: 'ref', content: { source: 'global_variable_app', path: ['city'], blockID: '', name: '' } } };
    const data = assignments.write(newNodeData('40', 'set'), [{ left }]);
    expect(data.inputs).toMatchObject({ inputParameters: [{ name: 'city' }], variableTypeMap: { city: 'global_variable_app' } });
  });
});
