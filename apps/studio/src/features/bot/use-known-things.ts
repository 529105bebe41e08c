import type { BotDefinition } from '@buckle/contract';
import { useDatasets, useWorkflows } from '../../shared/use-names.ts';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import type { KnownThings } from './definition-texts.ts';

/** The names of what bots use; only what one of them uses is read. */
export function useKnownThings(...bots: readonly BotDefinition[]): KnownThings {
  const workspaceId = useWorkspaceId();
  const { workflows } = useWorkflows(workspaceId, bots.some(({ workflows: used = [], chatflow }) => used.length > 0 || chatflow !== undefined));
  const { datasets } = useDatasets(workspaceId, bots.some(({ knowledge }) => knowledge !== undefined));
  return { workflows, datasets };
}
