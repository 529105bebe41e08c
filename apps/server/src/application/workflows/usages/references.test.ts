import { canvas, end, line, node, start } from '@buckle/canvas/testing';
import { expect, it } from 'vitest';
import { openMemoryDocuments } from '#data/documents/index.ts';
import { Keyring } from '#services/storage/index.ts';
import { openWorkflowCollections, type WorkflowDocument } from '../workflow-documents.ts';
import { type ReferencesContext, References } from './references.ts';

it('references from before they were noted are looked up when somebody asks, once', async () => {
  const documents = await openMemoryDocuments();
  const collections = await openWorkflowCollections(documents, await Keyring.open(documents, Buffer.alloc(32, 7)));
  let looks = 0;
  const bots: ReferencesContext['bots'] = {
    async eachDefinition(_, visit) {
      looks += 1;
      await visit({ botId: 'b', version: '1', definition: { chatflow: { workflow_id: 'used' }, knowledge: { dataset_ids: ['facts'] } } as Parameters<typeof visit>[0]['definition'] });
    },
  };
  const searching = node('k', '6', { inputs: { inputParameters: [], datasetParam: [{ name: 'datasetList', input: { type: 'list', value: { type: 'literal', content: ['elsewhere'] } } }] } });
  const calling = canvas([start(), node('s', '9', { inputs: { workflowId: 'used', inputParameters: [] } }), searching, end()], [line('100001', 's'), line('s', 'k'), line('k', '900001')]);
  const source = { canvas: calling, idMap: { datasets: { elsewhere: 'facts' } } } as unknown as WorkflowDocument['source'];
  const base = { workspaceId: 'w', createdAt: 0, description: '', source };
  await collections.workflows.insert({ ...base, id: 'f', ownerId: 'u', name: 'F', mode: 'workflow', isPublished: true, draftRevision: 1, updatedAt: 0 });
  await collections.versions.insert({ ...base, id: 'f-v0.0.1', workflowId: 'f', version: 'v0.0.1', order: 1, creatorId: 'u', notes: '' });
  const references = await References.open(documents, { ...collections, bots });
  const users = async (usedId = 'used') => (await references.find('w', usedId, { limit: 10 })).items.map(({ userKind, userId, version }) => [userKind, userId, version]);
  expect(await users()).toEqual([['bot', 'b', '1'], ['workflow', 'f', ''], ['workflow', 'f', 'v0.0.1']]);
  await users();
  expect(looks).toBe(1);
  expect(await users('facts')).toEqual(await users());
  expect(await users('elsewhere')).toEqual([]);
  await references.removeOf('f', {});
  expect(await users()).toEqual([['bot', 'b', '1']]);
});
