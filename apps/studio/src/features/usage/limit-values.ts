import type { Limits } from '@buckle/contract';

const MEGABYTE = 1_000_000;

/** Limits as a form holds them: what is not limited is empty. */
export interface LimitValues extends Partial<Record<Exclude<keyof Limits, 'currency' | 'stored_bytes'>, number | null>> {
  readonly currency: string;
  readonly megabytes?: number | null;
}

/** Limits in the form that changes them. */
export function valuesOf({ stored_bytes: bytes, currency = 'CNY', ...limits }: Limits): LimitValues {
  return { ...limits, currency, ...(bytes !== undefined && { megabytes: bytes / MEGABYTE }) };
}

/** What a form asks for, whole: what is empty is not limited any more. */
export function limitsOf({ megabytes, currency, ...values }: LimitValues): Limits {
  const limits: Limits = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number'));
  const isPaid = (limits.cost_per_day ?? limits.cost_per_month) !== undefined;
  return {
    ...limits,
    ...(isPaid && { currency }),
    ...(typeof megabytes === 'number' && { stored_bytes: Math.max(1, Math.round(megabytes * MEGABYTE)) }),
  };
}
