import type { KnowledgeDeleteConfig, KnowledgeSearchConfig } from '@buckle/canvas';
import type { FlowKnowledge } from '#application/knowledge/index.ts';
import { nodeRunner } from '../engine/node-runner.ts';
import { textOf } from '../engine/values.ts';
import { once } from './once.ts';
import type { ModelNodeDependencies } from './ask-model.ts';
import { passages, share } from './recall.ts';
import { rewritten } from './rewrite.ts';

/** Finds passages of data sets of the run's workspace. */
export function knowledgeSearchRunner({ knowledge, ...dependencies }: ModelNodeDependencies & { readonly knowledge: Pick<FlowKnowledge, 'search'> }) {
  return nodeRunner<KnowledgeSearchConfig>({
    key: 'knowledgeSearch',
    hasEffects: true,
    async run(context) {
      const { config: { datasetParam }, inputs, facts: { workspaceId }, warn } = context;
      const asked = textOf(inputs['Query']).trim();
      if (asked === '') return { outputs: { outputList: [] } };
      const { datasetList, topK, minScore, useRerank, useRewrite, strategy } = datasetParam;
      const query = useRewrite ? await rewritten(dependencies, context, asked, '') : asked;
      const search = { datasetIds: datasetList.filter((id) => id !== ''), query, topK: passages(topK), mode: strategy, rerank: useRerank, minScore: share(minScore) };
      const { items, notes } = await knowledge.search(workspaceId, search);
      for (const note of notes) warn(note);
      return { outputs: { outputList: items.map(({ content: output, documentId }) => ({ output, documentId })) } };
    },
  });
}

/** Deletes a document of a data set of the run's workspace. */
export function knowledgeDeleteRunner(knowledge: Pick<FlowKnowledge, 'documentIn' | 'deleteDocument'>) {
  return nodeRunner<KnowledgeDeleteConfig>({
    key: 'knowledgeDelete',
    hasEffects: true,
    async run(context) {
      const { config: { datasetParam: { datasetList: [datasetId = ''] } }, inputs, facts: { runId, workspaceId, owner } } = context;
      const documentId = textOf(inputs['documentID']).trim();
      // Once it is deleted, nobody finds it: what runs again after a kill has still deleted it.
      const isThere = await once(context, 'document', async () => (await knowledge.documentIn(workspaceId, datasetId, documentId)) !== undefined);
      if (isThere) await knowledge.deleteDocument({ runId, owner }, datasetId, documentId);
      return { outputs: { isSuccess: isThere } };
    },
  });
}
