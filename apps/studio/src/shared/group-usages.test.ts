import { expect, it } from 'vitest';
import { groupUsages } from './group-usages.ts';

it('who uses a thing in several places is one user', () => {
  const caller = { kind: 'workflow', id: '1', name: 'Caller' } as const;
  const hook = { kind: 'trigger', id: '2', name: 'Hook', version: '', online: true, workflow_id: '3' } as const;
  expect(groupUsages([{ ...caller, version: '', online: false }, { ...caller, version: 'v0.0.1', online: true }, hook])).toEqual([
    { ...caller, workflowId: '1', isInDraft: true, versions: [{ ...caller, version: 'v0.0.1', online: true }] },
    { kind: 'trigger', id: '2', name: 'Hook', workflowId: '3', isInDraft: false, versions: [] },
  ]);
});
