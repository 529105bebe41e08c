import type { TraceRequest } from '#access/index.ts';
import type { Logger } from '#kernel/logger.ts';
import { addressOf, createOutbound } from '#services/outbound/index.ts';
import { parseTraceparent, SpanExporter, Tracer } from '#services/tracing/index.ts';
import type { Settings } from '../../config.ts';
import { version } from '../version.ts';

/** What notes what is done within what, and sends it to a collector. */
export interface Tracing {
  readonly tracer: Tracer;
  readonly traceRequest: TraceRequest;
  /** Sends the last spans. */
  close(): Promise<void>;
}

/** Opens tracing to a collector: the operator has named it, so it may have an address that is not public. */
export function openTracing(endpoint: string, settings: Settings, logger: Logger): Tracing {
  const { outboundAllow, outboundProxy, otlpHeaders = {} } = settings;
  const outbound = createOutbound({ allow: outboundAllow, ...(outboundProxy === undefined ? {} : { proxy: new URL(outboundProxy) }) });
  const exporter = new SpanExporter({
    endpoint,
    headers: otlpHeaders,
    http: outbound.permitting(addressOf(endpoint)),
    logger,
    resource: { 'service.name': 'buckle', 'service.version': version, 'process.pid': process.pid },
  });
  const tracer = new Tracer((span) => exporter.add(span));
  return {
    tracer,
    traceRequest: ({ method, route, logId, traceparent }, answer) => {
      const attributes = { 'http.request.method': method, 'http.route': route, 'buckle.log_id': logId };
      const start = { name: `${method} ${route}`, kind: 'server', attributes, parent: parseTraceparent(traceparent) } as const;
      return tracer.span(start, answer, ({ status, code }) => ({ 'http.response.status_code': status, 'buckle.code': code }));
    },
    async close() {
      await exporter.close();
      await outbound.close();
    },
  };
}
