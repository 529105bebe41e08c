import type { Identity, IssuedToken, NewToken, User } from '#application/identity/index.ts';
import type { Documents } from '#data/documents/port.ts';
import type { Keyring } from '#services/storage/index.ts';
import { copyDocuments } from './backup/copy-documents.ts';
import { writeLastBackup } from './backup/last-backup.ts';
import type { Finding } from './doctor/finding.ts';
import type { OperatorWatch } from './operator-channel.ts';
import { addMasterKey, rotateKeptMasterKey } from './rotate-master-key.ts';

const TOKEN_DAYS = 90;
const DAY = 24 * 3_600_000;

/** What the commands work on: that of a running server, or one opened for a single command. */
export interface OperatorContext {
  readonly folder: string;
  readonly identity: Pick<Identity, 'workspaceExists'> & {
    firstAdministrator(): Promise<Pick<User, 'id'> | undefined>;
    issueToken(userId: string, wanted: NewToken): Promise<Pick<IssuedToken, 'token'>>;
  };
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly clock: { now(): number };
  /** Whether the environment gives the master key; else the data folder keeps it. */
  readonly masterKeyGiven: boolean;
  /** Looks at everything that only the data can tell. */
  readonly examine: () => Promise<Finding[]>;
  /** Begins to build all search indexes anew; returns how many. */
  readonly reindex: () => Promise<number>;
  /** Told of a new master key that is in use from now on. */
  readonly onMasterKey: (key: Buffer) => void;
}

/** Carries out a command and returns what it prints. Throws an `Error` whose message says why it cannot. */
export async function runOperatorCommand(
  context: OperatorContext,
  command: string,
  argument?: string,
  watch: OperatorWatch = {},
): Promise<string> {
  switch (command) {
    case 'token':
      return issueToken(context);
    case 'rotate-key':
      return argument === undefined ? rotateMasterKey(context) : rotateWorkspaceKey(context, argument);
    case 'reindex':
      return `${await context.reindex()} search indexes are built anew, beside those that are searched meanwhile; see the work of the workspaces.`;
    case 'copy-documents':
      return JSON.stringify(await copyDocuments(context, watch));
    case 'examine':
      return JSON.stringify(await context.examine());
    case 'note-backup':
      return writeLastBackup(context.folder, argument);
    default:
      throw new Error(`The running server knows no command ${JSON.stringify(command)}: it may be of another version.`);
  }
}

async function issueToken({ identity, clock }: OperatorContext): Promise<string> {
  const user = await identity.firstAdministrator();
  if (!user) throw new Error('There is no administrator who is not disabled.');
  const expiresAt = clock.now() + TOKEN_DAYS * DAY;
  const { token } = await identity.issueToken(user.id, { name: `Command line, ${new Date(clock.now()).toISOString()}`, expiresAt });
  return token;
}

async function rotateMasterKey({ folder, keyring, masterKeyGiven, onMasterKey }: OperatorContext): Promise<string> {
  if (!masterKeyGiven) {
    onMasterKey(await rotateKeptMasterKey(folder, keyring));
    return `The data folder has a new master key (fingerprint ${keyring.fingerprint}). Keep a copy of its master.key file.`;
  }
  const key = await addMasterKey(keyring);
  return [
    'A new master key opens everything, and so does the present one. Set this and restart:',
    `BUCKLE_MASTER_KEY=${key}`,
    'The present key stops to open anything with the rotation after this one.',
  ].join('\n');
}

async function rotateWorkspaceKey({ identity, keyring }: OperatorContext, workspaceId: string): Promise<string> {
  if (!(await identity.workspaceExists(workspaceId))) throw new Error(`There is no workspace ${workspaceId}.`);
  const number = await keyring.rotate(workspaceId);
  return `The workspace ${workspaceId} seals with its data key number ${number} from now on.`;
}
