import type { Clock } from '#kernel/clock.ts';

/** One thing without which this process cannot serve. */
export interface ReadinessCheck {
  readonly name: string;
  /** Throws when the thing is not ready. */
  readonly check: () => Promise<void>;
}

/** Whether a process should be sent requests, and why not. */
export interface Readiness {
  readonly ready: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean }[];
}

/** A check that takes longer has failed, in milliseconds. */
const PATIENCE = 2000;

/** How long the result of a check that is made `seldom` stands, in milliseconds. */
export const RESULT_STANDS = 3000;

/** How long a check that is made `seldom` may go on before it is taken for lost and made again, in milliseconds. */
export const GIVEN_UP = 60_000;

/**
 * A check that costs something: made once for all who ask while it is being made, and its result,
 * either way, stands for some seconds. So nobody can make the server work by asking for `/readyz`.
 * One that never settles is followed by another after a minute: what held it up may have passed.
 */
export function seldom(check: () => Promise<void>, clock: Clock): () => Promise<void> {
  let result: Promise<void> | undefined;
  let standsUntil = 0;
  return () => {
    if (result && clock.now() < standsUntil) return result;
    const begun = check();
    result = begun;
    standsUntil = clock.now() + GIVEN_UP;
    const end = (): void => {
      if (result === begun) standsUntil = clock.now() + RESULT_STANDS;
    };
    begun.then(end, end);
    return begun;
  };
}

/** Runs all checks at once. */
export async function readinessOf(checks: readonly ReadinessCheck[], onFailure: FailureListener): Promise<Readiness> {
  const results = await Promise.all(checks.map((check) => passes(check, onFailure)));
  return {
    ready: results.every(Boolean),
    checks: checks.map(({ name }, index) => ({ name, ok: results[index] === true })),
  };
}

/** Hears why a check failed; callers of `/readyz` only hear that it did. */
export type FailureListener = (name: string, error: unknown) => void;

async function passes({ name, check }: ReadinessCheck, onFailure: FailureListener): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no result within ${PATIENCE} ms`)), PATIENCE);
  });
  try {
    await Promise.race([check(), late]);
    return true;
  } catch (error) {
    onFailure(name, error);
    return false;
  } finally {
    clearTimeout(timer);
  }
}
