import { pino } from 'pino';
import { helpText } from './commands/help-text.ts';
import { askServer, OperatorRefused } from './commands/operator-channel.ts';
import { runOperatorCommand } from './commands/operator-commands.ts';
import { type Command, parseCommand, UsageError } from './commands/parse-command.ts';
import { composeApplication } from './composition/application.ts';
import { openDataLayer } from './composition/data-layer.ts';
import { findMasterKey } from './composition/master-key.ts';
import { welcome } from './composition/ready-message.ts';
import { DocumentsInUse } from './composition/sole-process.ts';
import { startServer } from './composition/server.ts';
import { version } from './composition/version.ts';
import { InvalidSettings, readSettings, type Settings } from './config.ts';
import { readEnvironment } from './configuration/environment.ts';
import { DataFolderUnusable } from '#data/data-folder.ts';
import { NewerData } from '#data/documents/port.ts';
import { SystemClock } from '#kernel/clock.ts';
import { BuckleError } from '#kernel/errors.ts';
import { Keyring, MasterKeyDamaged, MasterKeyMissing, WrongMasterKey } from '#services/storage/index.ts';

const PARENT_CHECK_INTERVAL = 500;

/** A start that failed for a reason that its user can mend: said in words, without a stack. */
class StartRefused extends Error {}

async function main(): Promise<void> {
  // What is stored is its owner's alone, also in a folder that others may read.
  process.umask(0o077);
  const command = parseCommand(process.argv.slice(2));
  if (command.name === 'help') return print(helpText());
  if (command.name === 'version') return print(version);
  const settings = readSettings(readEnvironment(process.env, '.env'));
  if (command.name === 'serve') return serve(settings);
  print(await operate(settings, command));
}

async function serve(settings: Settings): Promise<void> {
  const logger = pino({ level: settings.logLevel }, pino.destination({ dest: 2, sync: false }));
  let stopping: Promise<void> | undefined;
  const stop = (why: string, exitCode: number): void => {
    stopping ??= (async () => {
      logger.info({}, `stopping: ${why}`);
      await server.stop();
      process.exit(exitCode);
    })();
    stopping.catch((error: unknown) => {
      logger.fatal({ err: error }, 'the server could not stop in order');
      process.exit(1);
    });
  };
  const server = await startServer(settings, {
    logger,
    onExpelled: () => stop('other processes took this one for dead', 1),
  }).catch((error: unknown) => {
    throw busyPort(error, settings) ?? error;
  });
  process.on('SIGTERM', () => stop('SIGTERM', 0));
  process.on('SIGINT', () => stop('SIGINT', 0));
  process.on('SIGHUP', () => {
    server.reloadCertificate().catch((error: unknown) => logger.error({ err: error }, 'the certificate could not be read again'));
  });
  if (process.env['npm_lifecycle_event'] !== undefined) watchParent(() => stop('npm, which started it, is gone', 0));
  print(welcome(server, settings));
}

/** Carries out a command: through the server that runs on the data folder, or by itself where none does. */
async function operate(settings: Settings, command: Extract<Command, { name: 'token' | 'rotate-key' }>): Promise<string> {
  const argument = command.name === 'rotate-key' ? command.workspaceId : undefined;
  const masterKey = await findMasterKey(settings);
  if (!masterKey) throw new StartRefused(`There is no Buckle in ${settings.dataDir} yet: run "npm start" first.`);
  const answered = await askServer(settings.dataDir, masterKey, command.name, argument);
  if (answered !== undefined) return answered;
  const logger = pino({ level: 'warn' }, pino.destination(2));
  const clock = new SystemClock();
  const data = await openDataLayer(settings, clock, logger);
  try {
    const keyring = await Keyring.open(data.documents, masterKey);
    const { identity } = await composeApplication({ settings, data, keyring, clock, logger, onExpelled() {} });
    const masterKeyGiven = settings.masterKey !== undefined;
    return await runOperatorCommand(
      { folder: data.folder.path, identity, keyring, clock, masterKeyGiven, onMasterKey() {} },
      command.name,
      argument,
    );
  } finally {
    await data.close();
  }
}

/** npm passes signals on, but not its own death: then this process gets another parent. */
function watchParent(onGone: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) onGone();
  }, PARENT_CHECK_INTERVAL).unref();
}

function busyPort(error: unknown, settings: Settings): StartRefused | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new StartRefused(`Port ${settings.port} of ${settings.host} is in use: set BUCKLE_PORT to another, for example BUCKLE_PORT=8788.`);
  }
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL') {
    return new StartRefused(`${settings.host}:${settings.port} cannot be listened on (${code}): set BUCKLE_HOST and BUCKLE_PORT.`);
  }
  return undefined;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Failures whose message is all that their reader needs. */
const plain = [
  UsageError, InvalidSettings, StartRefused, DataFolderUnusable, DocumentsInUse, NewerData, MasterKeyDamaged,
  MasterKeyMissing, WrongMasterKey, OperatorRefused, BuckleError,
];

main().catch((error: unknown) => {
  const known = plain.some((kind) => error instanceof kind);
  process.stderr.write(`${known && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(1);
});
