import type { Principal } from '#kernel/principal.ts';
import type { ModelType } from '#services/models/index.ts';
import { authorizeModels, type ModelsContext } from './context.ts';
import { type ModelDocument, OFFLINE_MODEL, SHARED } from './model-document.ts';

/**
 * A page of the models that a workspace can use, the built-in one first; with `SHARED`, of those that
 * the instance shares. Of one type, where one is asked for.
 */
export async function listModels(
  context: ModelsContext,
  principal: Principal,
  workspaceId: string,
  { limit, after, type }: { readonly limit: number; readonly after?: string | undefined; readonly type?: ModelType | undefined },
): Promise<{ items: ModelDocument[]; next?: string }> {
  await authorizeModels(context, principal, 'model.read', workspaceId);
  const page = await context.models.find({
    where: { workspaceId: { in: [...new Set([workspaceId, SHARED])] }, ...(type === undefined ? {} : { type }) },
    limit,
    ...(after === undefined ? {} : { after }),
  });
  if (after === undefined && (type === undefined || type === OFFLINE_MODEL.type)) return { ...page, items: [OFFLINE_MODEL, ...page.items] };
  return page;
}
