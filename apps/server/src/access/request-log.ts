import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { HttpMetrics } from './metrics.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The path of the endpoint with its parameters' names, or empty where none was reached. */
    endpointPath: string;
    /** Who was found to ask. */
    userId: string | undefined;
    /** The code of the refusal or failure that was answered. */
    failureCode: number | undefined;
  }
}

/** What machines ask every few seconds. */
const quiet: ReadonlySet<string> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Logs and counts every answered request. Neither query strings nor bodies nor headers are logged:
 * they hold what users say and what they keep secret.
 */
export function logRequests(app: FastifyInstance, logger: Logger, metrics: HttpMetrics): void {
  app.decorateRequest('endpointPath', '');
  app.decorateRequest('userId', undefined);
  app.decorateRequest('failureCode', undefined);
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.endpointPath || request.routeOptions.url || 'none';
    const milliseconds = reply.elapsedTime;
    metrics.observe(request.method, route, reply.raw.statusCode, milliseconds / 1000);
    if (request.failureCode !== undefined) metrics.failed(request.failureCode);
    logger[quiet.has(route) ? 'debug' : 'info'](
      {
        logId: request.id,
        method: request.method,
        route,
        status: reply.raw.statusCode,
        code: request.failureCode,
        milliseconds: Math.round(milliseconds * 100) / 100,
        user: request.userId,
        address: request.ip,
        cutOff: reply.raw.writableFinished ? undefined : true,
      },
      'request',
    );
    done();
  });
}
