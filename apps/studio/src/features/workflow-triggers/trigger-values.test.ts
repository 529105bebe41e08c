import { expect, it } from 'vitest';
import type { Trigger } from '../../api/workflow-triggers.ts';
import { settingsOf, valuesOf } from './trigger-values.ts';

const trigger: Trigger = {
  id: '1', workflow_id: '2', workspace_id: '3', kind: 'schedule', name: 'Daily', state: 'active', workflow_version: 'v1.0.0', pause_after_failures: 3,
  parameters: { text: 'hello', number: 5, digits: '5', list: ['a'] }, missing_parameters: [], mapping: { due: 'due_time' },
  schedule: { cron: '0 9 * * *', time_zone: 'Asia/Shanghai', missed: 'once', missed_at_most: 4, ends_at: 1_800_000_000 },
  next_at: [], created_at: 1, updated_at: 1,
};

it('what a form is filled with is what it means', () => {
  const values = valuesOf('schedule', trigger);
  expect(settingsOf({ name: '', pause_after_failures: 0, ...values })).toEqual({
    name: 'Daily', workflow_version: 'v1.0.0', pause_after_failures: 3, parameters: trigger.parameters, mapping: trigger.mapping, schedule: trigger.schedule,
  });
});

it('a new one begins with what the workflow needs, from where its events have it', () => {
  expect(valuesOf('schedule', undefined, ['who']).rows).toEqual([{ name: 'who', from: 'fixed', value: '' }]);
  expect(valuesOf('webhook', undefined, ['who']).rows).toEqual([{ name: 'who', from: 'event', value: 'body.who' }]);
  expect(valuesOf('workflow', undefined, ['who']).rows).toEqual([{ name: 'who', from: 'event', value: 'output.who' }]);
  expect(valuesOf('webhook', undefined).rows).toEqual([]);
});

it('a value that is no JSON is a text', () => {
  const rows = [{ name: 'a', from: 'fixed', value: 'plain words' }, { name: 'b', from: 'fixed', value: '{"x":1}' }, { name: 'c', from: 'event', value: 'body.x' }] as const;
  expect(settingsOf({ name: 'T', pause_after_failures: 1, rows })).toMatchObject({ parameters: { a: 'plain words', b: { x: 1 } }, mapping: { c: 'body.x' } });
});
