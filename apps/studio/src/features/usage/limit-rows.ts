import type { Limits, WorkspaceLimits } from '@buckle/contract';

/** What can be limited, in the order in which it is shown. */
export const limitKinds = [
  'running_chats', 'tokens_per_day', 'tokens_per_month', 'cost_per_day', 'cost_per_month', 'stored_bytes', 'requests_per_second',
] as const;

export type LimitKind = (typeof limitKinds)[number];

/** One line: what is used of something, and the limit that holds for it. */
export interface LimitRow {
  readonly kind: LimitKind;
  /** Absent for what only the server's clock sees. */
  readonly used?: number;
  /** How many runs wait for a place; absent where none does. */
  readonly queued?: number;
  /** Absent where it is not limited. */
  readonly limit?: number;
  /** Who has set the limit. */
  readonly by?: 'own' | 'instance';
  /** Of costs. */
  readonly currency?: string;
}

/**
 * A line for everything that can be limited. Of the workspace's limit and that of the instance the
 * lower holds; of costs in different currencies both do.
 */
export function limitRows({ own, instance, used }: WorkspaceLimits): LimitRow[] {
  return limitKinds.flatMap((kind): LimitRow[] => {
    if (kind !== 'cost_per_day' && kind !== 'cost_per_month') {
      return [{ kind, ...usedOf(kind, used), ...lower(own[kind], instance[kind]) }];
    }
    const costs = kind === 'cost_per_day' ? used.costs_today : used.costs_this_month;
    const currencies = new Set([...currencyOf(own, kind), ...currencyOf(instance, kind), ...costs.map(({ currency }) => currency)]);
    const lines = [...currencies].map((currency) => ({
      kind,
      currency,
      used: costs.find((cost) => cost.currency === currency)?.amount ?? 0,
      ...lower(own.currency === currency ? own[kind] : undefined, instance.currency === currency ? instance[kind] : undefined),
    }));
    return lines.length > 0 ? lines : [{ kind }];
  });
}

function usedOf(kind: Exclude<LimitKind, 'cost_per_day' | 'cost_per_month'>, used: WorkspaceLimits['used']): Pick<LimitRow, 'used' | 'queued'> {
  if (kind === 'running_chats') return { used: used.running_chats, ...(used.queued_runs > 0 && { queued: used.queued_runs }) };
  if (kind === 'tokens_per_day') return { used: used.tokens_today };
  if (kind === 'tokens_per_month') return { used: used.tokens_this_month };
  return kind === 'stored_bytes' ? { used: used.stored_bytes } : {};
}

function lower(own: number | undefined, instance: number | undefined): Pick<LimitRow, 'limit' | 'by'> {
  if (instance !== undefined && (own === undefined || instance <= own)) return { limit: instance, by: 'instance' };
  return own === undefined ? {} : { limit: own, by: 'own' };
}

function currencyOf(limits: Limits, kind: 'cost_per_day' | 'cost_per_month'): string[] {
  return limits[kind] !== undefined && limits.currency !== undefined ? [limits.currency] : [];
}
