import type { Principal } from '#kernel/principal.ts';
import { MODEL_TYPES } from '#services/models/index.ts';
import { changeModel, type ModelsContext } from './context.ts';
import { defaultId, type ModelDocument } from './model-document.ts';

/** Makes a model the default of its type in its workspace or in the instance, or no longer. The caller has checked the permission. */
export async function setDefault(context: ModelsContext, principal: Principal, model: ModelDocument, isDefault: boolean): Promise<void> {
  const { defaults } = context;
  const { id: modelId, workspaceId } = model;
  const id = defaultId(workspaceId, model.type);
  const current = await defaults.get(id);
  if ((current?.modelId === modelId) === isDefault) return;
  const writes = isDefault
    ? [() => defaults.ensure({ id, modelId }), () => defaults.update(id, { set: { modelId } })]
    : [() => defaults.delete(id)];
  await changeModel(context, principal, 'model.set_default', model, writes, { is_default: isDefault });
}

/** The ids of the default models of these workspaces, of all types. */
export async function defaultsOf(context: ModelsContext, workspaceIds: readonly string[]): Promise<ReadonlySet<string>> {
  const ids = [...new Set(workspaceIds)].flatMap((workspaceId) => MODEL_TYPES.map((type) => defaultId(workspaceId, type)));
  return new Set((await context.defaults.getMany(ids)).map(({ modelId }) => modelId));
}
