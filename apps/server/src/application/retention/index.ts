import type { Retention } from '@buckle/contract';
import type { Route } from '#kernel/route.ts';
import { applyRetention, keptFor, retentionKind } from './apply-retention.ts';
import type { RetentionContext, RetentionDependencies } from './context.ts';
import { openRetentions } from './retention-document.ts';
import { retentionRoutes } from './routes.ts';

export type { RetainedKind, RetentionDependencies } from './context.ts';

/** How long workspaces keep what they hold. */
export interface RetentionModule {
  readonly routes: readonly Route[];
  /** See `applyRetention`. */
  apply(): Promise<void>;
  /** For how long a workspace keeps something, in milliseconds: by its own setting or the operator's, whichever is shorter. Undefined where neither says. */
  keptFor(workspaceId: string, setting: keyof Retention): Promise<number | undefined>;
  /** Forgets what a workspace has set. */
  removeAllOf(workspaceId: string): Promise<unknown>;
}

/** Opens the module, and registers the removal of what is old as a kind of work. */
export async function openRetention(dependencies: RetentionDependencies): Promise<RetentionModule> {
  const retentions = await openRetentions(dependencies.documents);
  const context: RetentionContext = { ...dependencies, retentions, kind: retentionKind(() => context) };
  dependencies.work.register(context.kind);
  return {
    routes: retentionRoutes(context),
    apply: () => applyRetention(context),
    keptFor: (workspaceId, setting) => keptFor(context, workspaceId, setting),
    removeAllOf: (workspaceId) => retentions.delete(workspaceId),
  };
}
