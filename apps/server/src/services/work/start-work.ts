import { type Collection, type Documents, UniqueConflict, type Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { AbandonedWork } from './abandoned-work.ts';
import { SlotTaken } from './errors.ts';
import { lineOf, type WorkKind } from './kind.ts';
import type { ProcessRegistry } from './process-registry.ts';
import type { WorkDocument } from './work-document.ts';

export interface StartOptions<Input> {
  readonly id: string;
  readonly workspaceId: string;
  /** Who starts work of the instance, and may watch it. */
  readonly actorId?: string;
  readonly input: Input;
  /** What only one piece of work may hold until it has ended, such as a conversation. */
  readonly slot?: string;
  /** A write that the start depends on, done before it: where it fails, no work begins, and its error is thrown. */
  readonly guard?: Write;
  /** Writes that belong to the start; they take effect after the work itself, in order. */
  readonly writes?: readonly Write[];
  /** Run it in this process, however busy: its client is connected here. */
  readonly here: boolean;
  /** Let nobody take it until it is let go: see `HeldWork`. It must not run here, then. */
  readonly held?: boolean;
}

interface StartDependencies {
  readonly documents: Documents;
  readonly clock: Clock;
  readonly processes: ProcessRegistry;
}

/** The document that work begins with. */
export function newWork(
  { clock, processes }: Pick<StartDependencies, 'clock' | 'processes'>,
  kind: Pick<WorkKind<never, never>, 'kind' | 'atOnce'>,
  { id, workspaceId, actorId, slot, here, held = false, input }: StartOptions<unknown>,
): WorkDocument {
  return {
    id,
    kind: kind.kind,
    line: lineOf(kind),
    workspaceId,
    ...(actorId === undefined ? {} : { actorId }),
    state: here ? 'running' : held ? 'waiting' : 'queued',
    ...(held ? { held } : {}),
    ...(slot === undefined ? {} : { slot }),
    ...(here ? { owner: processes.id } : {}),
    epoch: here ? 1 : 0,
    claimsWithoutProgress: 0,
    journalAtClaim: 0,
    retries: 0,
    createdAt: clock.now(),
    input,
  };
}

/**
 * Writes new work, owned by this process where it runs `here`, and the writes that belong to it.
 * Throws `SlotTaken`, and `UniqueConflict` where there is work with the same id; where anything else
 * fails the work may have begun, and is noted as abandoned.
 */
export async function insertWork(
  { documents, clock, processes }: StartDependencies,
  works: Collection<WorkDocument>,
  abandoned: AbandonedWork,
  kind: Pick<WorkKind<never, never>, 'kind' | 'atOnce'>,
  options: StartOptions<unknown>,
): Promise<WorkDocument> {
  const { id, slot, here, guard, writes = [] } = options;
  const document = newWork({ clock, processes }, kind, options);
  let refusal: UniqueConflict | undefined;
  const inserting = async () => {
    try {
      await works.insert(document);
    } catch (error) {
      if (error instanceof UniqueConflict) refusal = error;
      throw error;
    }
  };
  try {
    await documents.inOrder([...(guard ? [guard] : []), inserting, ...writes]);
  } catch (error) {
    if (here && !refusal) abandoned.add(id, document.epoch);
    if (slot !== undefined && refusal?.fields.includes('slot')) throw new SlotTaken(slot);
    throw error;
  }
  return document;
}
