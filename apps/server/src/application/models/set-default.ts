import type { Principal } from '#kernel/principal.ts';
import { changeModel, type ModelsContext } from './context.ts';
import type { ModelDocument } from './model-document.ts';

/** Makes a model the default of its workspace or of the instance, or no longer. The caller has checked the permission. */
export async function setDefault(context: ModelsContext, principal: Principal, model: ModelDocument, isDefault: boolean): Promise<void> {
  const { defaults } = context;
  const { id: modelId, workspaceId } = model;
  const current = await defaults.get(workspaceId);
  if ((current?.modelId === modelId) === isDefault) return;
  const writes = isDefault
    ? [() => defaults.ensure({ id: workspaceId, modelId }), () => defaults.update(workspaceId, { set: { modelId } })]
    : [() => defaults.delete(workspaceId)];
  await changeModel(context, principal, 'model.set_default', model, writes, { is_default: isDefault });
}

/** The ids of the default models of these workspaces. */
export async function defaultsOf(context: ModelsContext, workspaceIds: readonly string[]): Promise<ReadonlySet<string>> {
  return new Set((await context.defaults.getMany([...new Set(workspaceIds)])).map(({ modelId }) => modelId));
}
