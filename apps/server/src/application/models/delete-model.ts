import type { Principal } from '#kernel/principal.ts';
import { changeModel, manageableModel, type ModelsContext } from './context.ts';
import { defaultId } from './model-document.ts';

/** Removes a model with its key. Bots that name it ask the default model from then on. */
export async function deleteModel(context: ModelsContext, principal: Principal, id: string): Promise<void> {
  const model = await manageableModel(context, principal, id);
  const ofType = defaultId(model.workspaceId, model.type);
  const standard = await context.defaults.get(ofType);
  const deleting = [
    ...(standard?.modelId === id ? [() => context.defaults.delete(ofType)] : []),
    () => context.models.delete(id),
  ];
  await changeModel(context, principal, 'model.delete', model, deleting, { name: model.name });
}
