import type { SplitRules } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { datasetResource, findDataset, type KnowledgeContext } from '../context.ts';
import { type DatasetDocument, modelOfPassages, nameKey } from '../knowledge-documents.ts';
import { checkSplitting, findEmbedding } from './create-dataset.ts';

export interface DatasetChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly splitting?: SplitRules | undefined;
  readonly iconFileId?: string | undefined;
  /** Its passages get vectors of another embedding model, or none where it is empty, while it is searched as before. */
  readonly embeddingModelId?: string | undefined;
}

/** Changes a data set. Documents keep the rules that they were read by. Throws `NotFound`, `PermissionDenied`, `BadRequest`, and `Conflict` while its index is being built for another model. */
export async function updateDataset(context: KnowledgeContext, principal: Principal, datasetId: string, changes: DatasetChanges): Promise<Read<DatasetDocument>> {
  const dataset = await findDataset(context, principal, 'knowledge.edit', datasetId);
  const { name, description, splitting, iconFileId, embeddingModelId } = changes;
  await findEmbedding(context, dataset.workspaceId, embeddingModelId ?? '');
  if (splitting) checkSplitting(dataset.format, splitting);
  if (iconFileId !== undefined && iconFileId !== '') await context.files.find(principal, iconFileId);
  const set = {
    updatedAt: context.clock.now(),
    ...(name === undefined ? {} : { name, nameKey: nameKey(name) }),
    ...(description === undefined ? {} : { description }),
    ...(splitting === undefined ? {} : { splitting }),
    ...(iconFileId === undefined || iconFileId === '' ? {} : { iconFileId }),
  };
  const isKept = embeddingModelId === (modelOfPassages(dataset) ?? '');
  if (embeddingModelId !== undefined && !isKept) {
    await context.audit.attempt(principal, 'dataset.update', datasetResource(dataset), () => context.changeEmbedding(dataset, embeddingModelId), { embedding_model: embeddingModelId });
  }
  // Who keeps the model that it has knows that another did not come; a change that has begun may have failed already, and says so.
  const unset = isKept ? (['embeddingFailure'] as const) : [];
  const [changed] = await context.audit.change(principal, 'dataset.update', datasetResource(dataset), [() => context.stored.datasets.update(dataset.id, { set, unset })]);
  return changed;
}
