import { type Collection, type Documents, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { Keyring } from '#services/storage/index.ts';
import type { AbandonedWork } from './abandoned-work.ts';
import { giving, untaken } from './given.ts';
import { Journal, type JournalEntry, OwnershipLost } from './journal.ts';
import { PoisonedWork, WorkCanceled, type WorkKind } from './kind.ts';
import type { ProcessRegistry } from './process-registry.ts';
import { RunningWork } from './running-work.ts';
import type { WorkDocument } from './work-document.ts';

/** The entry with which a take-over begins: it takes the position at which the owner before would append. */
const CLAIM = 'work/claim';

/** After so many take-overs without a new entry, work is taken for what kills its processes. */
const TAKE_OVERS_WITHOUT_PROGRESS = 3;

export interface ClaimDependencies {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly processes: ProcessRegistry;
}

/** What a claim brings with it: entries after its own, or what it gives to the work, and writes after those. */
export interface ClaimParts {
  readonly given?: readonly JournalEntry[];
  readonly entries?: readonly JournalEntry[];
  readonly writes?: readonly Write[];
}

/**
 * Takes work that nobody runs, by its document and then by its journal. Throws `RevisionConflict`
 * where another was faster; a claim that fails later than that is noted as abandoned.
 */
export async function claimWork<Input, Result>(
  { documents, keyring, processes }: ClaimDependencies,
  works: Collection<WorkDocument>,
  abandoned: AbandonedWork,
  kind: WorkKind<Input, Result>,
  document: Read<WorkDocument>,
  { entries = [], given = [], writes = [] }: ClaimParts = {},
): Promise<RunningWork<Input, Result>> {
  const { id, workspaceId } = document;
  const isFirst = document.epoch === 0;
  const epoch = document.epoch + 1;
  let journal = isFirst
    ? Journal.empty(documents, keyring, workspaceId, id)
    : await Journal.open(documents, keyring, workspaceId, id);
  const giveMore = given.length > 0 ? giving(document, untaken(document, journal.entries), given) : {};
  // What was given is in the document until it is in the journal, whoever kills or overtakes whom in between.
  const claim = (): readonly JournalEntry[] => [...(isFirst ? [] : [{ type: CLAIM, epoch }]), ...untaken({ ...document, ...giveMore }, journal.entries), ...entries];
  const set = {
    ...giveMore,
    state: 'running',
    owner: processes.id,
    epoch,
    journalAtClaim: journal.entries.length + claim().length,
    claimsWithoutProgress: journal.entries.length > document.journalAtClaim ? 0 : document.claimsWithoutProgress,
  } as const;

  let claimed = document;
  const taking = async () => {
    claimed = await works.update(id, { set, unset: ['dueAt', 'held'] }, { revision: document.revision });
  };
  let failure = await failureOf(documents.inOrder([taking, ...appending(journal, claim()), ...writes]));
  // The owner before was paused, not dead, and appended in between: the claim goes behind that.
  while (failure instanceof OwnershipLost && claimed !== document) {
    journal = await Journal.open(documents, keyring, workspaceId, id);
    if (journal.entries.some((entry) => entry.type === CLAIM && Number(entry['epoch']) > epoch)) break;
    failure = await failureOf(documents.inOrder([...appending(journal, claim()), ...writes]));
  }
  if (failure !== undefined) {
    if (claimed !== document || !(failure instanceof RevisionConflict)) abandoned.add(id, epoch);
    throw failure;
  }
  const running = new RunningWork(works, kind, claimed, journal, true);
  if (claimed.cancelRequested) running.abort(new WorkCanceled());
  else if (claimed.claimsWithoutProgress > TAKE_OVERS_WITHOUT_PROGRESS) running.abort(new PoisonedWork());
  return running;
}

function appending(journal: Journal, entries: readonly JournalEntry[]): Write[] {
  return entries.length > 0 ? [journal.appending(entries)] : [];
}

/** What a promise is rejected with; undefined where it resolves. */
async function failureOf(promise: Promise<void>): Promise<Error | undefined> {
  const [outcome] = await Promise.allSettled([promise]);
  if (outcome.status === 'fulfilled') return undefined;
  return outcome.reason instanceof Error ? outcome.reason : new Error(String(outcome.reason));
}
