import { type Audit, auditRoutes, createAudit } from '#application/audit/index.ts';
import { type Bots, openBots } from '#application/bots/index.ts';
import { type Conversations, openConversationsModule, type ToolSource } from '#application/conversations/index.ts';
import { LIMITED_WORK, limitsRoutes, RunQueue, WorkspaceLimits } from '#application/limits/index.ts';
import { openDeletion } from '#application/deletion/index.ts';
import { type Files, openFiles } from '#application/files/index.ts';
import { Idempotency } from '#application/idempotency/index.ts';
import { createIdentity, type Identity, identityRoutes } from '#application/identity/index.ts';
import { type Knowledge, openKnowledge } from '#application/knowledge/index.ts';
import { type ModelCalled, type Models, openModels } from '#application/models/index.ts';
import { type OAuth, openOAuth } from '#application/oauth/index.ts';
import { openRetention, type RetentionModule } from '#application/retention/index.ts';
import { openSharing, type Sharing } from '#application/sharing/index.ts';
import { templateRoutes } from '#application/templates/index.ts';
import { openVariables } from '#application/variables/index.ts';
import { openWorkflows, type Workflows, type WorkflowsDependencies } from '#application/workflows/index.ts';
import { workRoutes } from '#application/work/index.ts';
import type { Clock } from '#kernel/clock.ts';
import { IdGenerator } from '#kernel/ids.ts';
import type { Logger } from '#kernel/logger.ts';
import type { Route } from '#kernel/route.ts';
import { createOutbound, type Outbound } from '#services/outbound/index.ts';
import { openReader, type Reader } from '#services/reading/index.ts';
import { openSandbox, type Sandbox } from '#services/sandbox/index.ts';
import { type Keyring, SealedFiles } from '#services/storage/index.ts';
import { ProcessRegistry, Scheduler, Work, type WorkEnded } from '#services/work/index.ts';
import type { InstanceParts } from '../commands/doctor/instance-checks.ts';
import type { Tracer } from '#services/tracing/index.ts';
import type { Settings } from '../config.ts';
import type { DataLayer } from './data-layer.ts';
import { tracedModels } from './tracing/traced-models.ts';
import { tracedTools } from './tracing/traced-tools.ts';
import { aroundWork } from './tracing/traced-work.ts';

/** How many pieces of work one process runs at once. */
const WORK_CAPACITY = 1_000;

/** Who counts what happens. */
export interface Observer {
  readonly onWorkEnded: (ended: WorkEnded) => void;
  readonly onModelCalled: (called: ModelCalled) => void;
}

/** What an application is built on. */
export interface ApplicationDependencies {
  readonly settings: Settings;
  readonly data: DataLayer;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Tools that the server runs for bots, beside those that are built in. */
  readonly toolSources?: readonly ToolSource[];
  /** Told of work and of calls of models that are over: for those who count them. */
  readonly observer?: Observer;
  /** Notes what is done within what; absent where nobody asked for traces. */
  readonly tracer?: Tracer | undefined;
  /** Called when this process has lost its place in the installation and has to end. */
  readonly onExpelled: () => void;
}

/** The services and the application of one process, wired together. */
export interface Application {
  readonly ids: IdGenerator;
  readonly identity: Identity;
  readonly audit: Audit;
  readonly bots: Bots;
  readonly models: Models;
  readonly conversations: Conversations;
  readonly workflows: Workflows;
  readonly files: Files;
  readonly knowledge: Knowledge;
  readonly retention: RetentionModule;
  readonly idempotency: Idempotency;
  readonly oauth: OAuth;
  readonly sharing: Sharing;
  readonly work: Work;
  readonly processes: ProcessRegistry;
  readonly scheduler: Scheduler;
  readonly runQueue: RunQueue;
  readonly outbound: Outbound;
  readonly sandbox: Sandbox;
  readonly reader: Reader;
  readonly routes: readonly Route[];
}

/** Builds everything between the data floor and the gateway. Starts nothing. */
export async function composeApplication(dependencies: ApplicationDependencies): Promise<Application> {
  const { settings, data, keyring, clock, logger, observer, tracer, onExpelled } = dependencies;
  const { documents, cache, queue } = data;
  const processes = await ProcessRegistry.join(documents, clock, true);
  const ids = new IdGenerator(clock, processes.node);
  const storage = new SealedFiles(data.files, keyring);
  const outbound = createOutbound({
    allow: settings.outboundAllow,
    ...(settings.outboundProxy === undefined ? {} : { proxy: new URL(settings.outboundProxy) }),
  });
  const reader = openReader();
  const sandbox = openSandbox({ pythonIsolation: settings.pythonSandbox });

  const worker = settings.roles.has('worker');
  const scheduling = { processes, queue, cache, clock, logger, worker };
  const work = await Work.open({
    ...scheduling,
    documents,
    keyring,
    capacity: WORK_CAPACITY,
    observer: {
      onEnded(ended) {
        observer?.onWorkEnded(ended);
        if (LIMITED_WORK.includes(ended.kind)) runQueue.ended();
      },
      around: tracer && aroundWork(tracer),
    },
  });

  const idempotency = await Idempotency.open(documents, keyring, clock);
  const audit = await createAudit({ documents, keyring, clock, ids });
  const secureCookies = settings.tlsCert !== undefined || settings.publicUrl?.startsWith('https:') === true;
  const limits = await WorkspaceLimits.open(documents, cache, clock);
  const runQueue = new RunQueue({ limits, work, clock, logger, longestWait: settings.runWait, most: settings.runQueue });
  const identity = await createIdentity({
    documents,
    cache,
    keyring,
    audit,
    idempotency,
    clock,
    ids,
    countRequest: (principal, workspaceId) => limits.countRequest(principal, workspaceId),
    registration: settings.registration,
    secureCookies,
  });
  const oauth = await openOAuth({ documents, cache, keyring, identity, audit, clock, ids, publicUrl: settings.publicUrl });
  const shared = { documents, keyring, identity, audit, idempotency, clock, ids, logger };
  const opened = await openModels({ ...shared, outbound });
  const models = tracer ? tracedModels(opened, tracer) : opened;
  const bots = await openBots({ ...shared, work, models });
  const files = await openFiles({ ...shared, processes, storage, limits });
  const knowledge = await openKnowledge({ ...shared, search: data.search, reader, outbound, files, limits, models, work });
  const variables = await openVariables({ ...shared, bots });
  const conversations = await openConversationsModule({
    ...shared,
    work,
    bots,
    models,
    usage: models.usage,
    limits,
    files,
    variables,
    toolSources: (dependencies.toolSources ?? []).map((source) => (tracer ? tracedTools(source, tracer) : source)),
    toolOutputTimeout: settings.toolOutputTimeout,
    onModelCalled: observer?.onModelCalled,
  });
  const workflows = await openWorkflows({ ...shared, work, bots, conversations, variables: variables.store, models, knowledge: knowledge.ofFlows, files, limits, runQueue, runLimits: runLimitsOf(settings), largeValue: settings.runLargeValue, storage, outbound, sandbox, cache });
  bots.useWorkflows(workflows.ofBots);
  bots.useDatasets(knowledge.ofBots);
  knowledge.knowUsers(workflows.ofDatasets);
  conversations.extend({ tools: tracer ? tracedTools(knowledge.tools, tracer) : knowledge.tools, knowledge: knowledge.ofTurns });
  conversations.extend({ tools: tracer ? tracedTools(workflows.tools, tracer) : workflows.tools, flows: workflows.flows });
  const sharing = await openSharing({ ...shared, cache, bots, visitors: conversations.visitors, secureCookies });
  const { audit: auditDays, ...days } = settings.retention;
  const retention = await openRetention({
    ...shared,
    work,
    auditDays,
    instance: {
      conversations_days: days.conversations,
      traces_days: days.traces,
      files_days: days.files,
      usage_days: days.usage,
      work_days: days.work,
    },
    kinds: [
      { setting: 'conversations_days', name: 'conversations', things: conversations.byActivity },
      { setting: 'traces_days', name: 'traces', things: conversations.tracesByAge },
      { setting: 'traces_days', name: 'runs', things: workflows.runsByAge },
      { setting: 'traces_days', name: 'firings', things: workflows.firingsByAge },
      { setting: 'files_days', name: 'files', things: files.byAge(async (workspaceId) => (await bots.filesOf(workspaceId)).union(await knowledge.filesOf(workspaceId))) },
      { setting: 'usage_days', name: 'usage', things: models.usageByAge },
      { setting: 'work_days', name: 'work', things: work.ofWorkspaces },
    ],
  });
  const scheduler = new Scheduler({
    ...scheduling,
    work,
    scheduler: settings.roles.has('scheduler'),
    keptAfterEnd: (workspaceId) => retention.keptFor(workspaceId, 'work_days'),
    onExpelled,
  });
  const { documents: limitsOf } = limits;
  const deletion = openDeletion({
    ...shared,
    work,
    doors: [
      { name: 'apps', remove: (workspaceId, watch) => oauth.removeAllOf(workspaceId, watch) },
      { name: 'shares', remove: (workspaceId, watch) => sharing.removeAllOf(workspaceId, watch) },
    ],
    parts: [
      { name: 'conversations', remove: (workspaceId, watch) => conversations.removeAllOf(workspaceId, watch) },
      { name: 'workflows', remove: (workspaceId, watch) => workflows.removeAllOf(workspaceId, watch) },
      { name: 'knowledge', remove: (workspaceId, watch) => knowledge.removeAllOf(workspaceId, watch) },
      { name: 'bots', remove: (workspaceId, watch) => bots.removeAllOf(workspaceId, watch) },
      { name: 'files', remove: (workspaceId, watch) => files.removeAllOf(workspaceId, watch) },
      { name: 'models', remove: (workspaceId, watch) => models.removeAllOf(workspaceId, watch) },
      { name: 'limits', remove: (workspaceId) => limitsOf.delete(workspaceId) },
      { name: 'retention', remove: (workspaceId) => retention.removeAllOf(workspaceId) },
    ],
  });
  // In the order in which the reference of the API shows them.
  const routes = [
    ...conversations.routes,
    ...bots.routes,
    ...workflows.routes,
    ...knowledge.routes,
    ...sharing.routes,
    ...templateRoutes(bots),
    ...files.routes,
    ...variables.routes,
    ...models.routes,
    ...identityRoutes(identity),
    ...deletion.routes,
    ...oauth.routes,
    ...limitsRoutes({
      limits,
      identity,
      audit,
      running: (workspaceId) => work.countRunning(workspaceId, LIMITED_WORK),
      queued: (workspaceId) => runQueue.count(workspaceId),
      spentSince: (workspaceId, day) => models.usage.spentSince(workspaceId, day),
      storedBytes: (workspaceId) => files.storedBytes(workspaceId),
      now: () => clock.now(),
    }),
    ...retention.routes,
    ...auditRoutes(audit, identity),
    ...workRoutes({ work, identity, audit }),
  ];
  return {
    ids, identity, audit, bots, models, conversations, workflows, files, knowledge, retention, idempotency, oauth, sharing, work, processes, scheduler, runQueue, outbound, sandbox, reader, routes,
  };
}

/** What `doctor` looks at inside of an installation. */
export function instanceParts({ work, processes, audit, models, sandbox }: Application, { folder, documents }: DataLayer, clock: Clock): InstanceParts {
  return { folder: folder.path, clock, work, processes, audit, models, sandbox, upgrades: () => documents.upgrades() };
}

function runLimitsOf({ runTime, runSteps, runRounds, runBranches, runSize }: Settings): WorkflowsDependencies['runLimits'] {
  return { time: runTime, steps: runSteps, rounds: runRounds, branches: runBranches, characters: runSize * 1_000_000 };
}
