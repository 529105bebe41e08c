import type { WorkKind } from '#services/work/index.ts';
import type { RunsContext } from '../runs/runs-context.ts';
import type { FiringInput } from './firing-kind.ts';
import type { TriggerCollections } from './trigger-documents.ts';

/** What each operation on triggers works with. */
export interface TriggersContext extends RunsContext, TriggerCollections {
  readonly firing: WorkKind<FiringInput, undefined>;
}
