import { logContext } from '#kernel/log-context.ts';
import type { Tracer } from '#services/tracing/index.ts';
import type { WorkObserver } from '#services/work/index.ts';

/** Watches work so that each run is a span: within the request that started it, or by itself where it was taken over. */
export function aroundWork(tracer: Tracer): NonNullable<WorkObserver['around']> {
  return ({ id, kind }, run) => {
    const attributes = { 'buckle.work': id, 'buckle.log_id': logContext()?.logId };
    return tracer.span({ name: `work ${kind}`, attributes }, run, ({ state }) => ({ 'buckle.state': state }));
  };
}
