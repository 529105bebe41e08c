import type { AuditAction, Permission } from '@buckle/contract';
import type { Audit, AuditDetails } from '#application/audit/index.ts';
import type { Idempotency } from '#application/idempotency/index.ts';
import type { Identity } from '#application/identity/index.ts';
import type { Documents, Read, Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import type { Keyring } from '#services/storage/index.ts';
import { type ModelCollections, type ModelDocument, OFFLINE_MODEL, OFFLINE_MODEL_ID, SHARED } from './model-document.ts';
import type { ModelOutbound, ModelResolver } from './resolve-model.ts';

/** What the operations on models are given when they are built. */
export interface ModelsDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly identity: Pick<Identity, 'authorize' | 'authorizeInstance' | 'authorizeAccount'>;
  readonly audit: Pick<Audit, 'record' | 'change'>;
  readonly idempotency: Pick<Idempotency, 'create'>;
  readonly outbound: ModelOutbound;
  readonly clock: Clock;
  readonly ids: Pick<IdGenerator, 'next'>;
}

/** What each operation works with. */
export interface ModelsContext extends ModelsDependencies, ModelCollections {
  readonly resolver: ModelResolver;
}

/** Checks a permission for the models of a workspace, or of the instance. Throws `NotFound` or `PermissionDenied`. */
export async function authorizeModels(
  context: ModelsContext,
  principal: Principal,
  permission: Permission,
  workspaceId: string,
): Promise<void> {
  if (workspaceId === SHARED) await context.identity.authorizeInstance(principal, permission);
  else await context.identity.authorize(principal, permission, { type: 'workspace', id: workspaceId, workspaceId });
}

/** A model that the principal may read. Everybody may read what the instance shares. Throws `NotFound` or `PermissionDenied`. */
export async function readableModel(context: ModelsContext, principal: Principal, id: string): Promise<ModelDocument> {
  const model = id === OFFLINE_MODEL_ID ? OFFLINE_MODEL : await context.models.get(id);
  if (!model) throw new NotFound('model', id);
  if (model.workspaceId === SHARED) await context.identity.authorizeAccount(principal, 'workspace.read');
  else await context.identity.authorize(principal, 'model.read', { type: 'model', id, workspaceId: model.workspaceId });
  return model;
}

/** A stored model that the principal may change. Throws `NotFound`, `PermissionDenied`, and `BadRequest` for the built-in one. */
export async function manageableModel(context: ModelsContext, principal: Principal, id: string): Promise<Read<ModelDocument>> {
  const model = await context.models.get(id);
  if (model && model.workspaceId !== SHARED) {
    await context.identity.authorize(principal, 'model.manage', { type: 'model', id, workspaceId: model.workspaceId });
    return model;
  }
  if (!model && id !== OFFLINE_MODEL_ID) throw new NotFound('model', id);
  await context.identity.authorizeInstance(principal, 'model.manage');
  if (!model) throw new BadRequest('The built-in offline model cannot be changed or removed.');
  return model;
}

/** Makes a change of a model or a default with its audit entry. Whatever becomes of it, models are resolved anew. */
export async function changeModel<const Writes extends readonly Write[]>(
  { audit, resolver }: ModelsContext,
  principal: Principal,
  action: AuditAction,
  model: ModelDocument,
  writes: Writes,
  details: AuditDetails,
) {
  try {
    return await audit.change(principal, action, modelResource(model), writes, details);
  } finally {
    resolver.forget();
  }
}

/** A model as the audit log names it. */
export function modelResource(model: ModelDocument): { type: string; id: string; workspaceId?: string } {
  return { type: 'model', id: model.id, ...(model.workspaceId === SHARED ? {} : { workspaceId: model.workspaceId }) };
}
