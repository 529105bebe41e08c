import { nodeKinds, parseCanvas } from '@buckle/canvas';
import { from, given, node } from '@buckle/canvas/testing';
import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { workflowNodeForm } from '../../i18n/en/workflow-node-form.ts';
import { newNodeData } from './new-node-data.ts';
import { nodeSummary } from './node-summary.ts';

describe('the line under the title of a node', () => {
  const i18n = createInstance();
  beforeAll(() => i18n.init({ lng: 'en', resources: { en: { workflowNodeForm } }, interpolation: { escapeValue: false } }));
  const summary = (type: string, inputs?: Record<string, unknown>) => {
    const [read] = parseCanvas({ nodes: [inputs === undefined ? { id: '1', type, data: newNodeData(type, 'x') } : node('1', type, { inputs })] }).nodes;
    return read && nodeSummary(read, i18n.getFixedT('en', 'workflowNodeForm'));
  };
  const condition = (left: unknown, operator: number, right?: unknown) => ({ branches: [{ condition: { logic: 2, conditions: [{ operator, left: { input: left }, right: { input: right } }] } }] });

  it.each([
    ['3', { llmParam: { modelType: '7', modleName: 'Seven' } }, 'Seven'],
    ['3', {}, 'Default of the workspace'],
    ['5', { language: 3 }, 'Python'],
    ['8', condition(from('2.output'), 3, given(200, 'integer')), 'output is longer than 200'],
    ['8', condition(from('2.a.b'), 9), 'a.b is empty'],
    ['45', { apiInfo: { method: 'POST', url: 'https://example.com' } }, 'POST https://example.com'],
    ['21', { loopType: 'count', loopCount: given('5', 'integer') }, '5 rounds'],
    ['10002', { mode: 'for', seconds: 60 }, '60 s'],
    ['4', {}, 'Waits for plugins'],
    ['13', { content: given(`a\n${'b'.repeat(100)}`) }, `a ${'b'.repeat(77)}…`],
  ])('of a node of the kind %s with %j is %s', (type, inputs, line) => {
    expect(summary(type, inputs)).toBe(line);
  });

  it.each([...nodeKinds.keys()])('of a new node of the kind %s is a short line, or none', (type) => {
    const line = summary(type);
    expect(line === undefined || (line !== '' && line.length <= 80 && !line.includes('undefined'))).toBe(true);
  });
});
