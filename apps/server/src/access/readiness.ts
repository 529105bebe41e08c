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
