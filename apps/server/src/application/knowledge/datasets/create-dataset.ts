import { type DatasetFormat, splitRules, type SplitRules } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { datasetResource, type KnowledgeContext } from '../context.ts';
import { type DatasetDocument, nameKey } from '../knowledge-documents.ts';

export interface NewDataset {
  readonly workspaceId: string;
  readonly name: string;
  readonly description: string;
  readonly format: DatasetFormat;
  readonly splitting?: SplitRules | undefined;
  /** The workspace's default where absent; empty for words alone. */
  readonly embeddingModelId?: string | undefined;
  readonly iconFileId?: string | undefined;
  readonly idempotencyKey?: string | undefined;
}

/** Creates a data set with its empty search index. Throws `NotFound`, `PermissionDenied`, and `BadRequest` for rules that do not go with its format. */
export async function createDataset(context: KnowledgeContext, principal: Principal, input: NewDataset): Promise<Read<DatasetDocument>> {
  const { workspaceId, name, description, format, embeddingModelId, iconFileId, idempotencyKey } = input;
  await context.identity.authorize(principal, 'knowledge.edit', { type: 'workspace', id: workspaceId, workspaceId });
  const splitting = input.splitting ?? usualSplitting(format);
  checkSplitting(format, splitting);
  if (iconFileId !== undefined && iconFileId !== '') await context.files.find(principal, iconFileId);
  const embedding = await findEmbedding(context, workspaceId, embeddingModelId);
  const call = { operation: 'createDataset', key: idempotencyKey, body: { workspaceId, name, format } };
  return context.idempotency.create(principal, call, () => context.ids.next(), {
    find: (id) => context.stored.datasets.get(id),
    async make(id) {
      const now = context.clock.now();
      const dataset: DatasetDocument = {
        id, workspaceId, ownerId: principal.userId, name, nameKey: nameKey(name), format, description, splitting,
        ...(embedding === undefined ? {} : { embeddingModelId: embedding.id }),
        ...(iconFileId === undefined || iconFileId === '' ? {} : { iconFileId }),
        index: `${id}-1`, createdAt: now, updatedAt: now,
      };
      // Before the document: an index that nobody names is lost space, a data set without an index could not be searched.
      await context.search.create(dataset.index);
      const [made] = await context.audit.change(principal, 'dataset.create', datasetResource(dataset), [() => context.stored.datasets.insert(dataset)], { name });
      return made;
    },
  });
}

/** An embedding model of a workspace: its default where none is named, none where the id is empty. Throws `NotFound`. */
export async function findEmbedding({ models }: Pick<KnowledgeContext, 'models'>, workspaceId: string, modelId: string | undefined) {
  const embedding = modelId === '' ? undefined : await models.resolveEmbedding(workspaceId, modelId);
  if (modelId && embedding?.id !== modelId) throw new NotFound('embedding model', modelId);
  return embedding;
}

/** Throws `BadRequest` where documents of a format are not cut so. */
export function checkSplitting(format: DatasetFormat, splitting: SplitRules): void {
  const { mode } = splitting;
  if (format === 'table' && mode !== 'rows') throw new BadRequest('splitting.mode: a data set of tables is cut by "rows".');
  if (format === 'image' && mode !== 'caption') throw new BadRequest('splitting.mode: the pictures of a data set have a "caption".');
  if (format === 'text' && mode === 'rows') throw new BadRequest('splitting.mode: "rows" is for data sets of the format "table".');
  if (format === 'text' && mode === 'caption') throw new BadRequest('splitting.mode: "caption" is for data sets of the format "image".');
}

const USUAL_MODES = { text: 'automatic', table: 'rows', image: 'caption' } as const;

function usualSplitting(format: DatasetFormat): SplitRules {
  return splitRules.parse({ mode: USUAL_MODES[format] });
}
