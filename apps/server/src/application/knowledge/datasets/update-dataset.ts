import type { SplitRules } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { datasetResource, findDataset, type KnowledgeContext } from '../context.ts';
import { type DatasetDocument, nameKey } from '../knowledge-documents.ts';
import { checkSplitting } from './create-dataset.ts';

export interface DatasetChanges {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly splitting?: SplitRules | undefined;
  readonly iconFileId?: string | undefined;
}

/** Changes a data set. Documents keep the rules that they were read by. Throws `NotFound`, `PermissionDenied` and `BadRequest`. */
export async function updateDataset(context: KnowledgeContext, principal: Principal, datasetId: string, changes: DatasetChanges): Promise<Read<DatasetDocument>> {
  const dataset = await findDataset(context, principal, 'knowledge.edit', datasetId);
  const { name, description, splitting, iconFileId } = changes;
  if (splitting) checkSplitting(dataset.format, splitting);
  if (iconFileId !== undefined && iconFileId !== '') await context.files.find(principal, iconFileId);
  const set = {
    updatedAt: context.clock.now(),
    ...(name === undefined ? {} : { name, nameKey: nameKey(name) }),
    ...(description === undefined ? {} : { description }),
    ...(splitting === undefined ? {} : { splitting }),
    ...(iconFileId === undefined || iconFileId === '' ? {} : { iconFileId }),
  };
  const [changed] = await context.audit.change(principal, 'dataset.update', datasetResource(dataset), [() => context.stored.datasets.update(dataset.id, { set })]);
  return changed;
}
