import { DocumentMissing, UniqueConflict } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { modelResource, type ModelsContext } from './context.ts';
import type { ModelDocument } from './model-document.ts';

/** Makes a model the default of its workspace or of the instance, or no longer. The caller has checked the permission. */
export async function setDefault(context: ModelsContext, principal: Principal, model: ModelDocument, isDefault: boolean): Promise<void> {
  const { defaults } = context;
  const current = await defaults.get(model.workspaceId);
  if ((current?.modelId === model.id) === isDefault) return;
  if (isDefault) await putDefault(context, model);
  else await defaults.delete(model.workspaceId);
  context.resolver.forget();
  await context.audit.record(principal, 'model.set_default', modelResource(model), 'done', { is_default: isDefault });
}

/** The ids of the default models of these workspaces. */
export async function defaultsOf(context: ModelsContext, workspaceIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await context.defaults.getMany([...new Set(workspaceIds)])).map(({ modelId }) => modelId));
}

async function putDefault({ defaults }: ModelsContext, { id: modelId, workspaceId }: ModelDocument): Promise<void> {
  try {
    await defaults.update(workspaceId, { set: { modelId } });
  } catch (error) {
    if (!(error instanceof DocumentMissing)) throw error;
    try {
      await defaults.insert({ id: workspaceId, modelId });
    } catch (conflict) {
      // Another call set the first default at the same moment: this one is the later.
      if (!(conflict instanceof UniqueConflict)) throw conflict;
      await defaults.update(workspaceId, { set: { modelId } });
    }
  }
}
