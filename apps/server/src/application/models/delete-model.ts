import type { Principal } from '#kernel/principal.ts';
import { manageableModel, modelResource, type ModelsContext } from './context.ts';

/** Removes a model with its key. Bots that name it ask the default model from then on. */
export async function deleteModel(context: ModelsContext, principal: Principal, id: string): Promise<void> {
  const model = await manageableModel(context, principal, id);
  const standard = await context.defaults.get(model.workspaceId);
  if (standard?.modelId === id) await context.defaults.delete(model.workspaceId);
  await context.models.delete(id);
  context.resolver.forget();
  await context.audit.record(principal, 'model.delete', modelResource(model), 'done', { name: model.name });
}
