import type { BotWorkflows } from '#application/bots/index.ts';
import type { ToolSource, TurnFlows } from '#application/conversations/index.ts';
import type { DatasetUsers } from '#application/knowledge/index.ts';
import type { Aged } from '#data/documents/aged.ts';
import type { RemovalWatch } from '#data/documents/remove-all.ts';
import type { Route } from '#kernel/route.ts';
import type { WorkflowsContext, WorkflowsDependencies } from './context.ts';
import { removeWorkflowsOf, workflowDeletionKind } from './delete-workflow.ts';
import { pureRunners } from './engine/nodes/index.ts';
import { assignVariable } from './nodes/assign-variable.ts';
import { callBotRunner } from './nodes/call-bot.ts';
import { codeRunner } from './nodes/code.ts';
import { conversationRunners } from './nodes/conversation.ts';
import { httpRunner } from './nodes/http.ts';
import { intentRunner } from './nodes/intent.ts';
import { knowledgeDeleteRunner, knowledgeSearchRunner } from './nodes/knowledge.ts';
import { knowledgeWriteRunner } from './nodes/knowledge-write.ts';
import { llmRunner } from './nodes/llm.ts';
import { questionRunner } from './nodes/question.ts';
import { subworkflow } from './nodes/subworkflow.ts';
import { Plans } from './plans.ts';
import { workflowRoutes } from './routes.ts';
import { KeptEntries } from './runs/kept-entries.ts';
import { LargeValues } from './runs/large-values.ts';
import { LiveRuns } from './runs/live-runs.ts';
import { hasOldRuns, removeOldRuns } from './runs/remove-runs.ts';
import { runRoutes } from './runs/routes.ts';
import { openRuns } from './runs/run-document.ts';
import { type EndedRun, runKind } from './runs/run-kind.ts';
import { botTools } from './turns/bot-tools.ts';
import { turnFlows } from './turns/turn-flows.ts';
import { chatflowRoutes } from './turns/routes.ts';
import { pinWorkflows } from './turns/pin-workflows.ts';
import { fireDue, firingKind, firingsByAge, openTriggerCollections, triggerRoutes, type TriggersContext, writesAfterRun } from './triggers/index.ts';
import { datasetUsers } from './usages/dataset-users.ts';
import { References, usedByBot } from './usages/references.ts';
import { openWorkflowCollections } from './workflow-documents.ts';

export type { WorkflowsDependencies } from './context.ts';

/** Workflows: their documents, versions and runs. */
export interface Workflows {
  readonly routes: readonly Route[];
  /** Workflows as tools of bots. */
  readonly tools: ToolSource;
  /** Workflows inside chats. */
  readonly flows: TurnFlows;
  readonly ofBots: BotWorkflows;
  /** Who uses data sets. */
  readonly ofDatasets: DatasetUsers;
  /** Runs of workspaces, by when they began. */
  readonly runsByAge: Aged;
  /** What triggers of workspaces have fired, by when they did. */
  readonly firingsByAge: Aged;
  /** Fires the schedules that are due; to be called every second or so. */
  fireDue(): Promise<void>;
  /** Removes all workflows of a workspace. */
  removeAllOf(workspaceId: string, watch: RemovalWatch): Promise<void>;
}

/** Opens workflows and registers their runs as a kind of work. */
export async function openWorkflows(dependencies: WorkflowsDependencies): Promise<Workflows> {
  const { documents, keyring, outbound, sandbox, models, knowledge, clock, work } = dependencies;
  const collections = await openWorkflowCollections(documents, keyring);
  const runners = [
    ...pureRunners, subworkflow, llmRunner({ models, clock, knowledge, files: dependencies.files }), intentRunner({ models, clock }), questionRunner({ models, clock }), httpRunner(outbound),
    codeRunner(sandbox), assignVariable, ...conversationRunners(dependencies.conversations.ofFlows), callBotRunner(dependencies.conversations.ofFlows),
    knowledgeSearchRunner({ models, clock, knowledge }), knowledgeWriteRunner(knowledge, dependencies.files), knowledgeDeleteRunner(knowledge),
  ];
  const registry = new Map(runners.map((runner) => [runner.key, runner]));
  const references = await References.open(documents, { ...collections, bots: dependencies.bots });
  dependencies.bots.alsoRemove((botId, watch) => references.removeOf(botId, watch));
  const context: WorkflowsContext = { ...dependencies, ...collections, references, registry };
  const runs = await openRuns(documents, keyring);
  const triggers = await openTriggerCollections(documents, keyring);
  const large = new LargeValues(dependencies.storage, dependencies.largeValue);
  const firing = firingKind(() => whole);
  const runContext = {
    ...context,
    ...triggers,
    runs,
    kept: new KeptEntries(documents, keyring, large),
    large,
    live: new LiveRuns(),
    plans: new Plans(collections, registry),
    afterRun: (ended: EndedRun) => writesAfterRun({ ...dependencies, ...triggers, firing }, ended),
  };
  const kind = runKind(runContext);
  const deletion = workflowDeletionKind(runContext);
  work.register(kind);
  work.register(deletion);
  work.register(firing);
  const whole: TriggersContext = { ...runContext, kind, deletion, firing };
  return {
    routes: [...workflowRoutes(whole), ...runRoutes(whole), ...chatflowRoutes(whole), ...triggerRoutes(whole)],
    tools: botTools(whole),
    flows: turnFlows(whole),
    ofBots: {
      pin: (workspaceId, definition) => pinWorkflows(whole, workspaceId, definition),
      note: (workspaceId, { botId: id, version, definition }) => references.note(workspaceId, { kind: 'bot', id, version }, usedByBot(definition)),
      async namesOf(workspaceId, workflowIds) {
        const found = workflowIds.length === 0 ? [] : await collections.workflows.closed.getMany([...new Set(workflowIds)]);
        return new Map(found.filter((workflow) => workflow.workspaceId === workspaceId).map(({ id, name }) => [id, name]));
      },
    },
    ofDatasets: datasetUsers(context),
    runsByAge: {
      hasOlder: (workspaceId, before) => hasOldRuns(whole, workspaceId, before),
      removeOlder: (workspaceId, before, watch) => removeOldRuns(whole, workspaceId, before, watch),
    },
    firingsByAge: firingsByAge(triggers),
    fireDue: () => fireDue(whole),
    removeAllOf: (workspaceId, watch) => removeWorkflowsOf(whole, workspaceId, watch),
  };
}
