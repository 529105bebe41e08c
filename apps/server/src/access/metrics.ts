import { collectDefaultMetrics, Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Seconds: from a lookup in memory to a long answer of a model. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

/** The figures of the access floor. */
export interface HttpMetrics {
  /** Counts one answered request; `seconds` is how long it took, a stream to its end. */
  observe(method: string, route: string, status: number, seconds: number): void;
  /** Counts one refusal or failure by the code that was answered. */
  failed(code: number): void;
}

/** Registers the figures of the process and of HTTP. */
export function httpMetrics(registry: Registry, openStreams: () => number): HttpMetrics {
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'buckle_http_request_duration_seconds',
    help: 'Time to answer a request, a stream to its end',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: BUCKETS,
    registers: [registry],
  });
  new Gauge({
    name: 'buckle_http_streams_open',
    help: 'Streams of server-sent events that are open',
    registers: [registry],
    collect() {
      this.set(openStreams());
    },
  });
  const failures = new Counter({
    name: 'buckle_http_failures_total',
    help: 'Requests that were refused or failed, by the code of the answer',
    labelNames: ['code'] as const,
    registers: [registry],
  });
  // Looking labels up costs more than the observation, and there are few combinations.
  const children = new Map<string, Histogram.Internal<'method' | 'route' | 'status'>>();
  return {
    observe(method, route, status, seconds) {
      const key = `${method} ${status} ${route}`;
      let child = children.get(key);
      if (!child) {
        child = duration.labels({ method, route, status: String(status) });
        children.set(key, child);
      }
      child.observe(seconds);
    },
    failed: (code) => failures.inc({ code: String(code) }),
  };
}
