import type { IncomingMessage, ServerResponse } from 'node:http';
import { openApiDocument } from '@buckle/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { Cache } from '#data/cache/port.ts';
import type { Clock } from '#kernel/clock.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { IdGenerator } from '#kernel/ids.ts';
import type { Route } from '#kernel/route.ts';
import type { Authenticate } from './authentication.ts';
import { answerClientError } from './client-error.ts';
import type { TraceRequest } from './endpoint-handler.ts';
import { HostCheck } from './hosts.ts';
import { httpMetrics } from './metrics.ts';
import { servePages } from './pages/index.ts';
import type { StudioPlace } from './pages/studio.ts';
import { serveProbes } from './probes.ts';
import { parseQuery } from './query.ts';
import { RateLimit } from './rate-limit.ts';
import type { ReadinessCheck } from './readiness.ts';
import { refuseWith } from './refuse.ts';
import { logRequests } from './request-log.ts';
import { serveRoutes } from './routing.ts';
import { createServer, readCertificate } from './server.ts';
import type { GatewaySettings } from './settings.ts';
import { EventStreams } from './sse.ts';

/** What a gateway is made of. */
export interface GatewayOptions {
  readonly routes: readonly Route[];
  readonly authenticate: Authenticate;
  readonly settings: GatewaySettings;
  readonly cache: Cache;
  readonly logger: Logger;
  /** Where the figures of HTTP and of the process are registered, and what `/metrics` shows. */
  readonly metrics: Registry;
  readonly readiness: readonly ReadinessCheck[];
  /** What is dangerous in how this process is set up, a name each: `/readyz` says so. */
  readonly warnings?: readonly string[];
  readonly clock: Clock;
  readonly ids: IdGenerator;
  readonly traceRequest?: TraceRequest | undefined;
  readonly introduce: StudioPlace['introduce'];
  /** The version of the server. */
  readonly version: string;
}

/** The way in: the HTTP server with everything that it serves. */
export interface Gateway {
  /** For `inject` in tests, and for what serves other protocols beside the API. */
  readonly app: FastifyInstance;
  /** A plain Node request handler: mounts the whole into another server, before its body parsers. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Listens, and returns the address as a URL. Throws the error of the system, `EADDRINUSE` for one. */
  listen(): Promise<string>;
  /** Reads the certificate and its key again, without dropping a connection. Does nothing without TLS. */
  reloadCertificate(): Promise<void>;
  /**
   * Stops: `/readyz` says so, no connection is taken any more and idle ones are closed; what runs may
   * finish within `deadline` milliseconds, after which streams are ended and connections cut.
   */
  stop(deadline: number): Promise<void>;
}

/** How long an ended stream's last event may take to leave, in milliseconds. */
const LAST_WORDS = 250;

/** Builds the gateway; it is ready for requests when the promise resolves. */
export async function createGateway(options: GatewayOptions): Promise<Gateway> {
  const { settings, logger, ids, clock } = options;
  const refuse = refuseWith(logger);
  const streams = new EventStreams(logger);
  const hosts = new HostCheck(settings.publicUrl, settings.allowedHosts);
  const certificate = settings.tls && (await readCertificate(settings.tls));
  let stopping = false;

  const app = Fastify({
    serverFactory: (handler) => createServer(handler, certificate),
    clientErrorHandler: (error, socket) => answerClientError(error, socket, ids.next()),
    frameworkErrors: (error, request, reply) => refuse(error, request, reply),
    genReqId: () => ids.next(),
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    routerOptions: { querystringParser: parseQuery, maxParamLength: 500 },
  });
  // Bodies are read by the endpoints' handler, after it knows who sends them.
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'QUERY']) {
    app.addHttpMethod(method, { hasBody: false, overrideExisting: true });
  }

  logRequests(app, logger, httpMetrics(options.metrics, () => streams.size));
  app.addHook('onRequest', (request, reply, done) => {
    reply.header('x-tt-logid', request.id);
    if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
    done();
  });
  app.addHook('onResponse', (_request, _reply, done) => {
    if (stopping) setImmediate(() => app.server.closeIdleConnections());
    done();
  });
  app.setErrorHandler((error, request, reply) => refuse(error, request, reply));
  app.setNotFoundHandler((request, reply) => {
    refuse(unknownPath(request.method, request.url), request, reply);
  });

  serveProbes(app, { settings, hosts, logger, metrics: options.metrics, checks: options.readiness, warnings: options.warnings ?? [], stopping: () => stopping });
  const makeDocument = () =>
    openApiDocument(options.routes.map(({ endpoint }) => endpoint), {
      title: 'Buckle',
      version: options.version,
      description: 'The open platform for AI bots and workflows: Coze’s open API, and the management API under `/api`.',
      sessionCookie: settings.accessCookie,
    });
  await servePages(app, makeDocument, hosts, {
    introduce: options.introduce,
    accessCookie: settings.accessCookie,
    ...(settings.studioFolder === undefined ? {} : { folder: settings.studioFolder }),
    ...(settings.assetsUrl === undefined ? {} : { assetsUrl: settings.assetsUrl }),
  });
  serveRoutes(app, options.routes, {
    settings,
    authenticate: options.authenticate,
    hosts,
    streams,
    refuse,
    traceRequest: options.traceRequest,
    ...(settings.requestsPerSecond > 0 && {
      rateLimit: new RateLimit(options.cache, clock, settings.requestsPerSecond),
    }),
  });
  await app.ready();

  return {
    app,
    handle: (request, response) => app.routing(request, response),
    async listen() {
      const url = await app.listen({ host: settings.host, port: settings.port });
      return certificate ? url.replace(/^http:/, 'https:') : url;
    },
    async reloadCertificate() {
      if (settings.tls && 'setSecureContext' in app.server) {
        app.server.setSecureContext(await readCertificate(settings.tls));
      }
    },
    async stop(deadline) {
      stopping = true;
      let cut: NodeJS.Timeout | undefined;
      const end = setTimeout(() => {
        streams.endAll({ code: 5003, message: 'The server is stopping: what it was doing goes on, ask for it again.' });
        cut = setTimeout(() => app.server.closeAllConnections(), LAST_WORDS);
      }, deadline);
      await app.close();
      clearTimeout(end);
      clearTimeout(cut);
    },
  };
}

function unknownPath(method: string, url: string): BadRequest {
  const [path = ''] = url.split('?', 1);
  return new BadRequest(`There is no ${method} ${path.slice(0, 200)}: /docs/api lists what there is.`, {
    status: 404,
    code: 4200,
  });
}
