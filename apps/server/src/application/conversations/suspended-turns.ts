import type { Documents, Write } from '#data/documents/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import { inSlices, type JournalEntry } from '#services/work/index.ts';
import type { TurnInput } from './turn/turn-types.ts';

const SLICES_AT_MOST = 1_000;

/** A part of the journal of a turn that asked the user something: the next chat of its conversation goes on with it. */
export interface SuspendedTurnDocument {
  readonly id: string;
  /** The chat whose turn it is. */
  readonly chatId: string;
  readonly workspaceId: string;
  readonly conversationId: string;
  /** Sealed. */
  readonly entries: readonly JournalEntry[];
  /** When it is to be removed. */
  readonly expiresAt?: number;
}

export type SuspendedTurns = SealedCollection<SuspendedTurnDocument>;

export function openSuspendedTurns(documents: Documents, keyring: Keyring): Promise<SuspendedTurns> {
  return sealedCollection<SuspendedTurnDocument>(documents, keyring, {
    name: 'suspended_turns',
    schemaVersion: 1,
    indexes: [{ fields: ['chatId'] }, { fields: ['conversationId'] }, { fields: ['expiresAt'], sparse: true }],
    sealed: ['entries'],
    scopeOf: (turn) => turn.workspaceId,
  });
}

/** The first entry of a suspended turn's journal: what it began with. */
const BEGAN = 'began';

/** What a suspended turn began with. */
export function beginningOf(entries: readonly JournalEntry[]): TurnInput | undefined {
  const [first] = entries;
  // Only `suspending` writes entries of this type.
  return first?.type === BEGAN ? (first['input'] as TurnInput) : undefined;
}

/** The journal of a turn that was suspended; empty where there is none. */
export async function readSuspended(suspended: SuspendedTurns, chatId: string): Promise<readonly JournalEntry[]> {
  const { items } = await suspended.find({ where: { chatId }, limit: SLICES_AT_MOST });
  return items.flatMap(({ entries }) => entries);
}

/** The writes that keep the journal of a turn; right when they are done twice. */
export function suspending(
  suspended: SuspendedTurns,
  { chatId, ...place }: Omit<SuspendedTurnDocument, 'id' | 'entries'>,
  input: TurnInput,
  entries: readonly JournalEntry[],
): Write[] {
  const whole = beginningOf(entries) === undefined ? [{ type: BEGAN, input }, ...entries] : entries;
  return inSlices(whole).map((slice, index) => {
    // In their order by id.
    const document = { id: `${chatId}-${String(index).padStart(4, '0')}`, chatId, ...place, entries: slice };
    return () => suspended.ensure(document);
  });
}

/** The writes that remove the journal of a turn that goes on or is given up. */
export async function forgetting(suspended: SuspendedTurns, chatId: string): Promise<Write[]> {
  const { items } = await suspended.closed.find({ where: { chatId }, limit: SLICES_AT_MOST });
  return items.map(({ id }) => () => suspended.delete(id));
}
