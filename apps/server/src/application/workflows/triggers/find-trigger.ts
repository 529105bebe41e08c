import type { Permission } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { TriggerDocument } from './trigger-documents.ts';
import type { TriggersContext } from './triggers-context.ts';

/** A trigger that the principal may use so. Throws `NotFound` or `PermissionDenied`. */
export async function findTrigger(context: Pick<TriggersContext, 'triggers' | 'identity'>, principal: Principal, permission: Permission, triggerId: string): Promise<Read<TriggerDocument>> {
  const trigger = await context.triggers.get(triggerId);
  if (!trigger) throw new NotFound('trigger', triggerId);
  await context.identity.authorize(principal, permission, triggerResource(trigger));
  return trigger;
}

/** A trigger as the audit log and the check of permissions name it. */
export function triggerResource({ id, workspaceId }: Pick<TriggerDocument, 'id' | 'workspaceId'>): { type: string; id: string; workspaceId: string } {
  return { type: 'trigger', id, workspaceId };
}
