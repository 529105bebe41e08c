import type { KeyObject } from 'node:crypto';
import type { AuditAction, AuditOutcome } from '@buckle/contract';
import { DocumentMissing, RevisionConflict, UniqueConflict, type Write } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BuckleError, Unavailable } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Principal } from '#kernel/principal.ts';
import { ChainWriter } from './chain-writer.ts';
import { type AuditDetails, type AuditEntry, type AuditFacts, type AuditStores, type ChainEnd, INSTANCE } from './entry.ts';

/** Who did something: a principal, or somebody at an address who is not signed in. */
export type Actor = Principal | { readonly userId?: undefined; readonly address?: string };

/** What something was done to; without a workspace it belongs to the instance. */
export interface AuditedResource {
  readonly type: string;
  readonly id: string;
  readonly workspaceId?: string;
}

/** What each of several writes came to, in their order. */
type Outcomes<Writes extends readonly Write[]> = { -readonly [Place in keyof Writes]: Awaited<ReturnType<Writes[Place]>> };

/**
 * The audit log of one process. `action` is everywhere named `resource.verb`, like `bot.publish`, and
 * `details` hold no secret.
 *
 * A change is written after its entry, which says at first that it was begun, and then what it came to:
 * so no change stands without an entry, and none is called done that was not made.
 */
export class AuditLog {
  readonly #stores: AuditStores;
  readonly #chain: ChainWriter;
  readonly #clock: Clock;

  constructor(stores: AuditStores, key: KeyObject, clock: Clock, ids: IdGenerator) {
    this.#stores = stores;
    this.#chain = new ChainWriter(stores, key, ids);
    this.#clock = clock;
  }

  /** See `ChainWriter.end`. */
  get end(): ChainEnd | undefined {
    return this.#chain.end;
  }

  /** Records what changes nothing, like a refusal or a sign-in; durable when it resolves. */
  async record(
    actor: Actor,
    action: AuditAction,
    resource: AuditedResource,
    outcome: Exclude<AuditOutcome, 'begun'> = 'done',
    details: AuditDetails = {},
  ): Promise<void> {
    await this.#chain.append(this.#facts(actor, action, resource, outcome, details));
  }

  /**
   * Makes a change with its entry: the writes in order, as in `Documents.inOrder`, in one commit where
   * the documents can. Returns what each write came to. Throws what a write throws.
   */
  async change<const Writes extends readonly Write[]>(
    actor: Actor,
    action: AuditAction,
    resource: AuditedResource,
    writes: Writes,
    details: AuditDetails = {},
  ): Promise<Outcomes<Writes>> {
    const outcomes: unknown[] = [];
    const following = (entry: AuditEntry): Write[] => [
      ...writes.map((write, place) => async () => {
        outcomes[place] = await write();
      }),
      this.#chain.ending(entry, 'done'),
    ];
    const facts = this.#facts(actor, action, resource, 'begun', details);
    const { entry, followed } = await this.#chain.append(facts, following);
    await this.#orFailed(entry, followed ?? this.#stores.inOrder(following(entry)));
    // Each outcome stands in the place of its write.
    return outcomes as Outcomes<Writes>;
  }

  /** Makes a change that is an operation of its own, with writes that nobody else can put in order. */
  async attempt<Result>(
    actor: Actor,
    action: AuditAction,
    resource: AuditedResource,
    operation: () => Promise<Result>,
    details: AuditDetails = {},
  ): Promise<Result> {
    const { entry } = await this.#chain.append(this.#facts(actor, action, resource, 'begun', details));
    const result = await this.#orFailed(entry, operation());
    await this.#chain.ending(entry, 'done')();
    return result;
  }

  /** Waits for a change. Of one that was refused its entry says so; of one whose fate is unknown, nothing more. */
  async #orFailed<Result>(entry: AuditEntry, change: Promise<Result>): Promise<Result> {
    try {
      return await change;
    } catch (error) {
      if (isRefusal(error)) await this.#chain.ending(entry, 'failed')();
      throw error;
    }
  }

  #facts(actor: Actor, action: AuditAction, resource: AuditedResource, outcome: AuditOutcome, details: AuditDetails): AuditFacts {
    const known = actor.userId === undefined ? undefined : actor;
    return {
      at: this.#clock.now(),
      workspaceId: resource.workspaceId ?? INSTANCE,
      actorId: known?.userId ?? '',
      via: known?.via ?? '',
      credentialId: known?.credentialId ?? '',
      address: actor.address ?? '',
      action,
      resourceType: resource.type,
      resourceId: resource.id,
      outcome,
      details,
    };
  }
}

/** Whether an error says that a change was not made, or not whole; any other leaves it open. */
function isRefusal(error: unknown): boolean {
  if (error instanceof BuckleError) return !(error instanceof Unavailable);
  return error instanceof RevisionConflict || error instanceof UniqueConflict || error instanceof DocumentMissing;
}
