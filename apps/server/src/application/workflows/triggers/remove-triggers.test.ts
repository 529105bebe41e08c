import { expect, it } from 'vitest';
import { openProcess, sharedDocuments } from '#services/work/testing.ts';
import { firingsByAge } from './remove-triggers.ts';
import { type FiringDocument, openTriggerCollections } from './trigger-documents.ts';

const firing = (id: string, state: FiringDocument['state'], createdAt: number): FiringDocument => ({
  id, triggerId: '1', workflowId: '2', workspaceId: 'w', cause: 'webhook', state, runId: '3', createdAt,
});

it('old firings go, but not those whose runs go on', async () => {
  const { documents, keyring } = await openProcess(sharedDocuments()());
  const collections = await openTriggerCollections(documents, keyring);
  for (const each of [firing('old', 'completed', 1), firing('lost', 'pending', 2), firing('open', 'started', 3), firing('new', 'failed', 100)]) await collections.firings.insert(each);
  const aged = firingsByAge(collections);
  expect(await aged.hasOlder('w', 50)).toBe(true);
  expect(await aged.removeOlder('w', 50, {})).toBe(2);
  const { items } = await collections.firings.find({ where: { workspaceId: 'w' }, sort: 'createdAt', limit: 10 });
  expect(items.map(({ id }) => id)).toEqual(['open', 'new']);
});
