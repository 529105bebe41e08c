import { readFileSync } from 'node:fs';
import { createInstance } from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';
import { workflowNodeForm as english } from '../../i18n/en/workflow-node-form.ts';
import { workflowNodeForm as chinese } from '../../i18n/zh-CN/workflow-node-form.ts';
import { problemText } from './problem-text.ts';

/** Every code that `packages/canvas` tells, from the type that lists them. */
const source = readFileSync(new URL('../../../../../packages/canvas/src/problem.ts', import.meta.url), 'utf8');
const listed = /export type ProblemCode =([^;]+);/.exec(source)?.[1] ?? '';
const codes = [...listed.matchAll(/'(\w+)'/g)].map(([, code]) => code ?? '');

const values = { title: 'T', input: 'I', id: '7', type: '99', part: 'plugins', place: 'inside a loop', reason: '(code) is missing', port: 'p', titles: 'A, B', source: 'S', path: 'x.y', from: 'list', to: 'integer', slot: '{{z}}', name: 'N', resource: 'workflow', setting: 'useNl2sql' };

describe.each([['en', english], ['zh-CN', chinese]] as const)('problems in %s', (language, words) => {
  const i18n = createInstance();
  beforeAll(() => i18n.init({ lng: language, resources: { [language]: { workflowNodeForm: words } }, interpolation: { escapeValue: false } }));
  const t = () => i18n.getFixedT(language, 'workflowNodeForm');

  it('are more than a few', () => {
    expect(codes.length).toBeGreaterThan(20);
  });

  it.each(codes)('%s has words, whose gaps are filled', (code) => {
    const text = problemText({ code, message: 'server', values }, t());
    expect(text).not.toBe('server');
    expect(text).not.toContain('problems.');
    expect(text.replace(values.slot, '')).not.toMatch(/\{\{|undefined/);
  });

  it.each([
    ['inputs.branches.0.condition.conditions.0.left', 'branches.0.condition.conditions.0.left', words.left],
    ['inputs.apiInfo.url.parts.3.value', 'apiInfo.url.parts.3.value', words.url],
    ['inputs.inputParameters.0', 'city', 'city'],
    ['inputs.inputParameters.0.value', 'code', 'code'],
  ])('at %s name the place as the form does', (field, input, shown) => {
    expect(problemText({ code: 'unknown_node', message: '', field, values: { ...values, input } }, t())).toContain(shown);
    expect(problemText({ code: 'unknown_node', message: '', field, values: { ...values, input } }, t())).not.toContain('parts.3');
  });

  it('name exits in words', () => {
    const text = (port: string) => problemText({ code: 'unconnected_port', message: '', values: { title: 'T', port } }, t());
    expect(text('branch_0')).toContain('1');
    expect([text('branch_0'), text('default'), text('branch_error'), text('timeout')].join(' ')).not.toMatch(/branch_|default/);
  });

  it('name types in words', () => {
    const text = problemText({ code: 'wrong_type', message: '', values: { title: 'T', input: 'I', from: 'list<object>', to: 'integer' } }, t());
    expect(text).toContain(words.types.integer);
    expect(text).toContain(words.listOf.replace('{{type}}', words.types.object));
  });

  it('says parts in its own words', () => {
    expect(problemText({ code: 'not_available', message: '', values }, t())).toContain(words.parts.plugins);
  });

  it('of a code that is not known are told as the server tells them', () => {
    expect(problemText({ code: 'brand_new', message: 'As it is.', values: {} }, t())).toBe('As it is.');
  });
});
