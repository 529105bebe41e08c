import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import ipaddr from 'ipaddr.js';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { PermissionDenied } from '#kernel/errors.ts';
import { bearerOf } from './authentication.ts';
import type { HostCheck } from './hosts.ts';
import { type ReadinessCheck, readinessOf } from './readiness.ts';
import { serveOtherMethods } from './routing.ts';
import type { GatewaySettings } from './settings.ts';

/** What the probes report on. */
export interface ProbeOptions {
  readonly settings: GatewaySettings;
  readonly hosts: HostCheck;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly checks: readonly ReadinessCheck[];
  /** Names of what is dangerous in how the process is set up; it is ready all the same. */
  readonly warnings: readonly string[];
  readonly stopping: () => boolean;
}

/**
 * Serves `/healthz` (the process answers), `/readyz` (it should be sent requests) and `/metrics`.
 * The first two are asked by load balancers under any name, so they do not check the host.
 */
export function serveProbes(app: FastifyInstance, options: ProbeOptions): void {
  const { settings, logger, metrics } = options;

  app.get('/healthz', async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });

  app.get('/readyz', async (_request, reply) => {
    const { ready, checks } = await readinessOf(options.checks, (name, error) => {
      logger.warn({ err: error, check: name }, 'not ready');
    });
    const stopping = options.stopping();
    const status = stopping ? 'stopping' : ready ? 'ready' : 'not ready';
    return reply
      .code(ready && !stopping ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, checks, warnings: options.warnings });
  });

  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(request, settings.metricsToken)) {
      throw new PermissionDenied(
        'Metrics are read on this machine, or with the bearer token of BUCKLE_METRICS_TOKEN.',
      );
    }
    if (settings.metricsToken === undefined) options.hosts.check(request.host);
    return reply.header('cache-control', 'no-store').type(metrics.contentType).send(await metrics.metrics());
  });

  for (const url of ['/healthz', '/readyz', '/metrics']) serveOtherMethods(app, url, new Set(['GET']));
}

/** With a token set, whoever shows it; without, a direct caller on this machine. */
function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) {
    const shown = bearerOf(request.headers.authorization);
    return shown !== undefined && timingSafeEqual(digest(shown), digest(token));
  }
  // A proxy on this machine that is not known as one would make everybody look local.
  const relayed = request.headers['x-forwarded-for'] !== undefined || request.headers['forwarded'] !== undefined;
  return !relayed && ipaddr.process(request.ip).range() === 'loopback';
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
