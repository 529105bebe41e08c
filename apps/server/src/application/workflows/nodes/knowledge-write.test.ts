import { parseCanvas } from '@buckle/canvas';
import { end, from, given, line, node, params, start } from '@buckle/canvas/testing';
import { expect, it } from 'vitest';
import type { DocumentRead } from '#application/knowledge/index.ts';
import { nothingSeen, planOf, runOf } from '../engine/testing/run-canvas.ts';
import { knowledgeWriteRunner } from './knowledge-write.ts';

const document = parseCanvas({
  nodes: [
    start(),
    node('w', '27', { inputs: { datasetParam: params({ datasetList: given(['d'], 'list', { type: 'string' }) }), inputParameters: params({ knowledge: given('https://example.com/a%20b.md') }) } }),
    end({ id: from('w.documentId'), name: from('w.fileName') }),
  ],
  edges: [line('100001', 'w'), line('w', '900001')],
});

it('a node that runs again after a kill has still added one document', async () => {
  const added = new Map<string, DocumentRead>();
  let ids = 0;
  let isKilled = true;
  const runner = knowledgeWriteRunner({
    newDocumentId: () => String((ids += 1)),
    addDocument(_user, { id, name = '' }) {
      const read: DocumentRead = { name, state: 'ready' };
      added.set(id, read);
      return Promise.resolve(read);
    },
    documentIn: (_workspaceId, _datasetId, id) => (isKilled ? Promise.reject(new Error('killed')) : Promise.resolve(added.get(id))),
  }, { describe: () => Promise.reject(new Error('No file is looked for.')) });
  const plan = planOf(document, runner);
  const seen = nothingSeen();
  await expect(runOf(seen).run(plan, {})).rejects.toMatchObject({ failure: { code: 'internal_error' } });
  isKilled = false;
  // What a killed process has kept is all but how the node ended.
  const kept = { ...seen, entries: seen.entries.filter(({ type }) => type === 'step') };
  expect(await runOf(kept).run(plan, {})).toMatchObject({ state: 'done', outputs: { id: '1', name: 'a b.md' } });
  expect([...added.keys()]).toEqual(['1']);
});
