import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { Registry } from 'prom-client';
import { createGateway, defaultGatewaySettings, type Gateway } from '#access/index.ts';
import { type Documents, openMemoryDocuments } from '#data/documents/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import { Keyring } from '#services/storage/index.ts';
import { readSettings } from '../../config.ts';
import { type Application, composeApplication } from '../application.ts';
import { openDataLayer } from '../data-layer.ts';

/** The largest JSON body that the gateway takes, in bytes. */
export const MAX_BODY_BYTES = 300_000;
/** How long a body may take, in milliseconds. */
export const BODY_TIMEOUT = 300;

/** The whole application behind its gateway, over documents in memory, with a clock that the test moves. */
export interface ComposedGateway {
  readonly application: Application;
  readonly gateway: Gateway;
  readonly clock: ManualClock;
  /** The administrator's token. */
  readonly token: string;
  close(): Promise<void>;
}

/** What a composed application is given by who wants more than one, or other settings. */
interface ComposeOptions {
  /** The same for all processes of an installation. */
  readonly masterKey?: Buffer;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Composes it, with a first account and no model but the offline one, over documents in memory where no others are given. */
export async function composeGateway(openDocuments: () => Promise<Documents> = openMemoryDocuments, { masterKey = randomBytes(32), environment = {} }: ComposeOptions = {}): Promise<ComposedGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-composed-'));
  const settings = readSettings({ BUCKLE_DATA_DIR: folder, BUCKLE_PORT: '0', ...environment });
  const clock = new ManualClock();
  // What is shown as an internal error says why here.
  const logger = pino({ level: 'error' });
  const data = await openDataLayer(settings, clock, logger, openDocuments);
  const onExpelled = (): void => {
    throw new Error('The application of a test was expelled.');
  };
  const keyring = await Keyring.open(data.documents, masterKey);
  const application = await composeApplication({ settings, data, keyring, clock, logger, onExpelled });
  const token = `pat_${randomBytes(20).toString('hex')}`;
  await application.identity.bootstrap({ adminEmail: 'ada@example.com', adminPassword: 'correct horse battery', adminToken: token });
  const gateway = await createGateway({
    routes: application.routes,
    authenticate: (credentials) => application.identity.authenticate(credentials),
    settings: {
      ...defaultGatewaySettings,
      port: 0,
      accessCookie: application.identity.cookies.access,
      maxBodyBytes: MAX_BODY_BYTES,
      maxFileBytes: MAX_BODY_BYTES,
      bodyTimeout: BODY_TIMEOUT,
    },
    cache: data.cache,
    logger,
    metrics: new Registry(),
    readiness: [],
    introduce: async () => undefined,
    clock,
    ids: application.ids,
    version: '0.0.0',
  });
  return {
    application,
    gateway,
    clock,
    token,
    async close() {
      await gateway.stop(0);
      await application.work.stop(0);
      await application.outbound.close();
      await data.close();
      await rm(folder, { recursive: true });
    },
  };
}
