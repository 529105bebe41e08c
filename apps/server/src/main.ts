import { flushCompileCache } from 'node:module';
import { constants, setPriority } from 'node:os';
import { pino } from 'pino';
import { BackupRefused } from './commands/backup/format.ts';
import { helpText } from './commands/help-text.ts';
import { OperatorRefused } from './commands/operator-channel.ts';
import { type Command, parseCommand, UsageError } from './commands/parse-command.ts';
import { backUp, restore } from './composition/backups.ts';
import { examineSetUp } from './composition/doctor.ts';
import { CommandRefused, operatorOf } from './composition/operate.ts';
import { welcome } from './composition/ready-message.ts';
import { DocumentsInUse } from './composition/sole-process.ts';
import { startServer } from './composition/server.ts';
import { version } from './composition/version.ts';
import { InvalidSettings, readSettings, type Settings } from './config.ts';
import { readEnvironment } from './configuration/environment.ts';
import { DataFolderUnusable } from '#data/data-folder.ts';
import { NewerData } from '#data/documents/port.ts';
import { BuckleError } from '#kernel/errors.ts';
import { MasterKeyDamaged, MasterKeyMissing, WrongMasterKey } from '#services/storage/index.ts';

const PARENT_CHECK_INTERVAL = 500;

const LOW_PRIORITY = constants.priority.PRIORITY_BELOW_NORMAL;
/** What a shell takes for the end by Ctrl-C. */
const INTERRUPTED = 130;

/** The user has stopped a command. */
class Interrupted extends Error {
  constructor() {
    super('Stopped: nothing is left of it.');
  }
}

/** A start that failed for a reason that its user can mend: said in words, without a stack. */
class StartRefused extends Error {}

async function main(): Promise<void> {
  // What is stored is its owner's alone, also in a folder that others may read.
  process.umask(0o077);
  const command = parseCommand(process.argv.slice(2));
  if (command.name === 'help') return print(helpText());
  if (command.name === 'version') return print(version);
  const environment = readEnvironment(process.env, '.env');
  if (command.name === 'doctor') return examine(environment);
  const settings = readSettings(environment);
  if (command.name === 'serve') return serve(settings);
  print(await carryOut(settings, command));
}

async function examine(environment: ReturnType<typeof readEnvironment>): Promise<void> {
  const { text, isSound } = await examineSetUp(environment);
  print(text);
  process.exitCode = isSound ? 0 : 1;
}

async function carryOut(settings: Settings, command: Exclude<Command, { name: 'serve' | 'help' | 'version' | 'doctor' }>): Promise<string> {
  switch (command.name) {
    case 'token':
      return (await operatorOf(settings))('token');
    case 'reindex':
      return (await operatorOf(settings))('reindex');
    case 'rotate-key':
      return (await operatorOf(settings))('rotate-key', command.workspaceId);
    case 'backup':
      return stoppable((signal) => backUp(settings, { file: command.file, out: process.stderr, signal }));
    case 'restore':
      return stoppable((signal) => restore(settings, { file: command.file, out: process.stderr, signal }));
  }
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
  // What has been compiled until now spares the next start its time and memory, also where this process is killed.
  flushCompileCache();
}

/** Carries out a command that Ctrl-C stops in order. */
async function stoppable(command: (signal: AbortSignal) => Promise<string>): Promise<string> {
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(new Interrupted());
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // The server that runs on the same data has the processor first.
  setPriority(LOW_PRIORITY);
  try {
    return await command(stopping.signal);
  } catch (error) {
    throw stopping.signal.aborted ? new Interrupted() : error;
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
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new StartRefused(`${settings.host}:${settings.port} cannot be listened on (${code}): set BUCKLE_HOST and BUCKLE_PORT.`);
  }
  return undefined;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Failures whose message is all that their reader needs. */
const plain = [
  UsageError, InvalidSettings, StartRefused, CommandRefused, BackupRefused, Interrupted, DataFolderUnusable, DocumentsInUse, NewerData, MasterKeyDamaged,
  MasterKeyMissing, WrongMasterKey, OperatorRefused, BuckleError,
];

main().catch((error: unknown) => {
  const known = plain.some((kind) => error instanceof kind);
  process.stderr.write(`${known && error instanceof Error ? error.message : String(error instanceof Error ? error.stack : error)}\n`);
  process.exit(error instanceof Interrupted ? INTERRUPTED : 1);
});
