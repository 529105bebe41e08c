import { nearestName } from '../configuration/nearest-name.ts';

/** What was asked for on the command line. */
export type Command =
  | { readonly name: 'serve' }
  | { readonly name: 'help' }
  | { readonly name: 'version' }
  /** Print a personal access token for the first account. */
  | { readonly name: 'token' }
  /** Say what is wrong with the set-up. */
  | { readonly name: 'doctor' }
  /** Replace the master key, or the data key of one workspace. */
  | { readonly name: 'rotate-key'; readonly workspaceId?: string }
  /** Build all search indexes anew. */
  | { readonly name: 'reindex' }
  /** Copy everything that is stored into one file, or restore it from there; the path as it was given. */
  | { readonly name: 'backup' | 'restore'; readonly file: string };

/** The command line asks for something that there is not; `message` says what there is. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const words = ['serve', 'help', 'version', 'token', 'rotate-key', 'backup', 'restore', 'doctor', 'reindex'];

/**
 * Reads the words behind `npm start --`; without any, the server is meant.
 *
 * @throws UsageError
 */
export function parseCommand(commandLine: readonly string[]): Command {
  const [word = 'serve', ...rest] = commandLine;
  if (word === '--help' || word === '-h' || rest.includes('--help') || rest.includes('-h')) return { name: 'help' };
  switch (word) {
    case 'serve':
    case 'help':
    case 'token':
    case 'doctor':
    case 'reindex':
      refuseMore(word, rest);
      return { name: word };
    case 'version':
    case '--version':
    case '-v':
      refuseMore(word, rest);
      return { name: 'version' };
    case 'rotate-key':
      return rotateKey(rest);
    case 'backup':
    case 'restore':
      return { name: word, file: onlyFile(word, rest) };
    default: {
      const nearest = nearestName(word, words);
      throw new UsageError(
        `There is no command ${JSON.stringify(word)}. ${nearest ? `Did you mean "${nearest}"? ` : ''}` +
          '"npm start -- --help" lists all.',
      );
    }
  }
}

function rotateKey(rest: readonly string[]): Command {
  const [which = 'master', ...more] = rest;
  refuseMore('rotate-key', more);
  if (which === 'master') return { name: 'rotate-key' };
  if (!/^\d{19}$/.test(which)) {
    throw new UsageError(`rotate-key takes "master" or the id of a workspace (19 digits), not ${JSON.stringify(which)}.`);
  }
  return { name: 'rotate-key', workspaceId: which };
}

function onlyFile(word: string, [file, ...more]: readonly string[]): string {
  refuseMore(`${word} FILE`, more);
  if (file === undefined || file === '') throw new UsageError(`${word} needs a file: npm start -- ${word} FILE`);
  return file;
}

function refuseMore(word: string, rest: readonly string[]): void {
  if (rest.length > 0) throw new UsageError(`${word} takes nothing more, but ${JSON.stringify(rest.join(' '))} follows.`);
}
