import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { SystemClock } from '#kernel/clock.ts';
import { Keyring } from '#services/storage/index.ts';
import { examineInstance } from '../commands/doctor/instance-checks.ts';
import { askServer, type OperatorWatch } from '../commands/operator-channel.ts';
import { runOperatorCommand } from '../commands/operator-commands.ts';
import type { Settings } from '../config.ts';
import { composeApplication, instanceParts } from './application.ts';
import { openDataLayer } from './data-layer.ts';
import { findMasterKey } from './master-key.ts';

/** A command cannot be carried out, for a reason that its user can mend; the message says which. */
export class CommandRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'CommandRefused';
  }
}

/** Carries out one command after the other on the same installation, and returns what each prints. */
export type Operate = (command: string, argument?: string, watch?: OperatorWatch) => Promise<string>;

/**
 * How commands are carried out: through the server that runs on the data folder, or by this process
 * where none does. Throws `CommandRefused` where there is no installation.
 */
export async function operatorOf(settings: Settings): Promise<Operate> {
  const masterKey = await findMasterKey(settings);
  if (!masterKey || !(await hasData(settings))) {
    throw new CommandRefused(`There is no Buckle in ${settings.dataDir} yet: run "npm start" first.`);
  }
  return async (command, argument, watch) =>
    (await askServer(settings.dataDir, masterKey, command, argument, watch)) ?? operate(settings, masterKey, command, argument, watch);
}

async function operate(settings: Settings, masterKey: Buffer, command: string, argument?: string, watch?: OperatorWatch): Promise<string> {
  const logger = pino({ level: 'warn' }, pino.destination(2));
  const clock = new SystemClock();
  const data = await openDataLayer(settings, clock, logger);
  try {
    const { documents, folder } = data;
    const keyring = await Keyring.open(documents, masterKey);
    const application = await composeApplication({ settings, data, keyring, clock, logger, onExpelled() {} });
    const { identity, outbound, sandbox, reader, knowledge } = application;
    const masterKeyGiven = settings.masterKey !== undefined;
    const examine = () => examineInstance(instanceParts(application, data, clock));
    const context = { folder: folder.path, identity, documents, keyring, clock, masterKeyGiven, examine, reindex: () => knowledge.rebuildIndexes({ all: true }), onMasterKey() {} };
    try {
      return await runOperatorCommand(context, command, argument, watch);
    } finally {
      await Promise.all([outbound.close(), sandbox.close(), reader.close()]);
    }
  } finally {
    await data.close();
  }
}

/** Whether there are documents: a key alone may have been put there for a restore. */
export async function hasData({ dataDir, mongodbUrl }: Settings): Promise<boolean> {
  return mongodbUrl !== undefined || access(join(dataDir, 'documents.db')).then(() => true, () => false);
}
