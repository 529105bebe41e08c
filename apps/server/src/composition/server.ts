import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { Registry } from 'prom-client';
import { createGateway, defaultGatewaySettings, type Gateway, type TraceRequest } from '#access/index.ts';
import type { ToolSource } from '#application/conversations/index.ts';
import { SystemClock } from '#kernel/clock.ts';
import { Timers } from '#services/work/index.ts';
import { examineInstance } from '../commands/doctor/instance-checks.ts';
import { listenForOperator } from '../commands/operator-channel.ts';
import { type OperatorContext, runOperatorCommand } from '../commands/operator-commands.ts';
import { finishMasterKeyRotation } from '../commands/rotate-master-key.ts';
import type { Settings } from '../config.ts';
import { type Application, composeApplication, instanceParts } from './application.ts';
import { type DataLayer, openDataLayer } from './data-layer.ts';
import { firstBot } from './first-bot.ts';
import { registerGauges } from './metrics/gauges.ts';
import { applicationFigures, commitFigures } from './metrics/observers.ts';
import { openKeyring } from './master-key.ts';
import { readinessChecks } from './readiness.ts';
import type { Tracing } from './tracing/open-tracing.ts';
import { tracedDocuments } from './tracing/traced-documents.ts';
import { version } from './version.ts';

/** How often schedules are looked at, in milliseconds. */
const DUE_INTERVAL = 1_000;
const MAINTENANCE_INTERVAL = 60_000;
const RETENTION_INTERVAL = 3_600_000;

/** Where the set-up puts the studio that it has built. */
const STUDIO = fileURLToPath(new URL('../../../studio/dist/', import.meta.url));

/** What a server can be started with beside its settings. */
export interface ServerOptions {
  readonly logger: Logger;
  /** Called when the process has to end: others have taken its work over. */
  readonly onExpelled: () => void;
  readonly toolSources?: readonly ToolSource[];
  /** Opens the data floor; as the settings say where absent. */
  readonly openData?: typeof openDataLayer;
}

/** A server that serves. */
export interface RunningServer {
  readonly address: string;
  /** While nobody has claimed the first account: the path of the page that does. */
  readonly setUpPath: string | undefined;
  /** The bot that a new instance holds, if it is still there. */
  readonly firstBotId: string | undefined;
  reloadCertificate(): Promise<void>;
  /** Stops: what runs may finish until the deadline of the settings, then it is handed over. */
  stop(): Promise<void>;
}

/** Starts a server: opens the data, builds the application, listens, and takes over what was left. */
export async function startServer(settings: Settings, options: ServerOptions): Promise<RunningServer> {
  const clock = new SystemClock();
  const data = await (options.openData ?? openDataLayer)(settings, clock, options.logger);
  const tracing = await openTracingOf(settings, options.logger);
  const close = async (): Promise<void> => {
    await tracing?.close();
    await data.close();
  };
  try {
    return await serve(settings, options, tracing ? { ...data, documents: tracedDocuments(data.documents, tracing.tracer), close } : data, clock, tracing);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Loaded only where traces are asked for. */
async function openTracingOf(settings: Settings, logger: Logger): Promise<Tracing | undefined> {
  if (settings.otlpEndpoint === undefined) return undefined;
  const { openTracing } = await import('./tracing/open-tracing.ts');
  return openTracing(settings.otlpEndpoint, settings, logger);
}

async function serve(
  settings: Settings,
  options: ServerOptions,
  data: DataLayer,
  clock: SystemClock,
  tracing: Tracing | undefined,
): Promise<RunningServer> {
  const { logger, onExpelled } = options;
  const opened = await openKeyring(settings, data.documents);
  const { keyring } = opened;
  let { masterKey } = opened;
  const toolSources = options.toolSources ?? [];
  const metrics = new Registry();
  const observer = applicationFigures(metrics);
  data.documents.onCommit?.(commitFigures(metrics));
  const tracer = tracing?.tracer;
  const application = await composeApplication({ settings, data, keyring, clock, logger, observer, tracer, onExpelled, toolSources });
  const { scheduler, work, outbound, sandbox, reader, knowledge } = application;
  const operator: OperatorContext = {
    folder: data.folder.path,
    identity: application.identity,
    documents: data.documents,
    keyring,
    clock,
    masterKeyGiven: settings.masterKey !== undefined,
    examine: () => examineInstance(instanceParts(application, data, clock)),
    reindex: () => knowledge.rebuildIndexes({ all: true }),
    onMasterKey: (key) => {
      masterKey = key;
    },
  };
  if (!settings.masterKey) masterKey = (await finishMasterKeyRotation(data.folder.path, keyring)) ?? masterKey;
  const { setUpToken, firstBotId } = await prepareInstance(application, settings);
  let isStarted = false;
  const gateway = await openGateway(settings, application, data, clock, logger, metrics, tracing?.traceRequest, () => isStarted);
  let closeOperator: (() => Promise<void>) | undefined;
  const maintenance = new Timers(logger);
  const stop = async (deadline: number): Promise<void> => {
    await Promise.all([gateway.stop(deadline), work.stop(deadline)]);
    // What the last requests have started after that.
    await work.stop(0);
    await closeOperator?.();
    await maintenance.stop();
    await knowledge.countHits();
    await scheduler.stop();
    await Promise.all([outbound.close(), sandbox.close(), reader.close()]);
  };
  try {
    // First of all: a start on a taken port must not touch the work that was left.
    const address = await gateway.listen();
    closeOperator = await listenForOperator(data.folder.path, () => masterKey, (command, argument, watch) =>
      runOperatorCommand(operator, command, argument, watch),
    );
    await scheduler.start();
    if (settings.roles.has('scheduler')) startMaintenance(maintenance, application);
    isStarted = true;
    return {
      address,
      setUpPath: setUpToken === undefined ? undefined : `/setup?token=${setUpToken}`,
      firstBotId,
      reloadCertificate: () => gateway.reloadCertificate(),
      async stop() {
        await stop(settings.stopDeadline);
        await data.close();
      },
    };
  } catch (error) {
    await stop(0).catch((failure: unknown) => logger.error({ err: failure }, 'what was started could not be stopped in order'));
    throw error;
  }
}

/** Sees to the first account, the models that the settings name, and the first bot. */
async function prepareInstance({ identity, models, bots }: Application, settings: Settings) {
  const { adminEmail, adminPassword, adminToken } = settings;
  const { modelBaseUrl, modelName, modelApiKey, embeddingBaseUrl, embeddingName, embeddingApiKey } = settings;
  const { setUpToken } = await identity.bootstrap({
    ...(adminEmail === undefined ? {} : { adminEmail }),
    ...(adminPassword === undefined ? {} : { adminPassword }),
    ...(adminToken === undefined ? {} : { adminToken }),
  });
  if (modelBaseUrl !== undefined && modelName !== undefined) {
    await models.connectFirst({ type: 'chat', baseUrl: modelBaseUrl, modelName, apiKey: modelApiKey });
  }
  if (embeddingBaseUrl !== undefined && embeddingName !== undefined) {
    await models.connectFirst({ type: 'embedding', baseUrl: embeddingBaseUrl, modelName: embeddingName, apiKey: embeddingApiKey });
  }
  const administrator = await identity.firstAdministrator();
  const firstBotId = administrator && (await bots.ensureFirst(administrator, firstBot));
  return { setUpToken, firstBotId };
}

function openGateway(
  settings: Settings,
  application: Application,
  data: DataLayer,
  clock: SystemClock,
  logger: Logger,
  metrics: Registry,
  traceRequest: TraceRequest | undefined,
  isStarted: () => boolean,
): Promise<Gateway> {
  const { publicUrl, assetsUrl, tlsCert, tlsKey, metricsToken } = settings;
  const readiness = readinessChecks(application, data, clock, isStarted);
  registerGauges(metrics, { application, folder: data.folder, checks: readiness, tlsCert, logger });
  return createGateway({
    routes: application.routes,
    authenticate: (credentials) => application.identity.authenticate(credentials),
    settings: {
      ...defaultGatewaySettings,
      host: settings.host,
      port: settings.port,
      allowedHosts: settings.allowedHosts,
      trustedProxies: settings.trustedProxies,
      accessCookie: application.identity.cookies.access,
      maxFileBytes: settings.maxFileBytes,
      requestsPerSecond: settings.requestsPerSecond,
      studioFolder: STUDIO,
      ...(publicUrl ? { publicUrl } : {}),
      ...(assetsUrl ? { assetsUrl } : {}),
      ...(tlsCert !== undefined && tlsKey !== undefined ? { tls: { certFile: tlsCert, keyFile: tlsKey } } : {}),
      ...(metricsToken === undefined ? {} : { metricsToken }),
    },
    cache: data.cache,
    logger,
    metrics,
    traceRequest,
    readiness,
    introduce: (slug) => application.sharing.introduce(slug),
    warnings: settings.pythonSandbox === 'process' ? ['python_not_locked_in'] : [],
    clock,
    ids: application.ids,
    version,
  });
}

/** Fires what is due and lets runs in that wait every second; adds up what models were used for, and removes what is no longer remembered, every minute. */
function startMaintenance(timers: Timers, { runQueue, idempotency, conversations, workflows, files, knowledge, models, oauth, retention }: Application): void {
  timers.every(DUE_INTERVAL, 'fire what is due', () => workflows.fireDue());
  timers.every(DUE_INTERVAL, 'let runs in that wait', () => runQueue.letIn());
  timers.every(MAINTENANCE_INTERVAL, 'add up usage', () => models.usage.fold());
  timers.every(MAINTENANCE_INTERVAL, 'fetch pages of documents again', () => knowledge.refreshDue());
  timers.every(MAINTENANCE_INTERVAL, 'count what searches have found', () => knowledge.countHits());
  timers.every(MAINTENANCE_INTERVAL, 'forget idempotency keys', () => idempotency.forget());
  timers.every(MAINTENANCE_INTERVAL, 'remove expired chats', () => conversations.removeExpired());
  timers.every(MAINTENANCE_INTERVAL, 'see to interrupted uploads', () => files.settleUploads());
  timers.every(MAINTENANCE_INTERVAL, 'add up the bytes of files', () => files.recount());
  timers.every(RETENTION_INTERVAL, 'remove what is no longer kept', () => retention.apply());
  // They are copies: a restore brings none, and another release may cut terms otherwise.
  timers.every(RETENTION_INTERVAL, 'build lost and outdated search indexes', async () => {
    await knowledge.rebuildIndexes({ all: false });
  });
  timers.every(MAINTENANCE_INTERVAL, 'remove expired grants', () => oauth.removeExpired());
}
