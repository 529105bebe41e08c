import type { Principal } from '#kernel/principal.ts';
import type { TriggerDocument } from './trigger-documents.ts';

/** As whom a trigger acts: itself, in its workspace, where it may run its workflow and nothing else. */
export function servicePrincipal({ id, workspaceId }: Pick<TriggerDocument, 'id' | 'workspaceId'>): Principal {
  return { userId: id, instanceAdmin: false, via: 'trigger', credentialId: `trigger ${id}`, workspaceId, scopes: ['workflow.run'] };
}
