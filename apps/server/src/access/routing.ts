import type { FastifyInstance, HTTPMethods } from 'fastify';
import { BadRequest } from '#kernel/errors.ts';
import type { Route } from '#kernel/route.ts';
import { type EndpointContext, endpointHandler } from './endpoint-handler.ts';

/** The methods that a path is asked with; any it does not serve is answered with 405. */
const METHODS: readonly HTTPMethods[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY'];

/** Serves all routes; on their paths answers every other method with 405, and `OPTIONS`. */
export function serveRoutes(app: FastifyInstance, routes: readonly Route[], context: EndpointContext): void {
  const methodsByPath = new Map<string, { url: string; methods: Set<HTTPMethods>; anyOrigin: boolean }>();
  for (const route of routes) {
    const { path, method, alias, oauth = false } = route.endpoint;
    const url = path.replace(/\{(\w+)\}/g, ':$1');
    const methods: HTTPMethods[] = alias === undefined ? [method] : [method, alias];
    app.route({ method: methods, url, handler: endpointHandler(route, context) });

    const shape = url.replace(/:\w+/g, ':');
    const known = methodsByPath.get(shape) ?? { url, methods: new Set(), anyOrigin: oauth };
    for (const each of methods) known.methods.add(each);
    methodsByPath.set(shape, known);
  }
  for (const { url, methods, anyOrigin } of methodsByPath.values()) serveOtherMethods(app, url, methods, anyOrigin);
}

/** Answers the methods that a path has no operation for; `anyOrigin` where pages of every origin may call it. */
export function serveOtherMethods(app: FastifyInstance, url: string, methods: ReadonlySet<HTTPMethods>, anyOrigin = false): void {
  const allowed = [...methods, ...(methods.has('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  app.route({
    method: METHODS.filter((method) => !methods.has(method)),
    url,
    handler: async (request, reply) => {
      reply.header('allow', allowed);
      throw new BadRequest(`${request.method} is not possible here: use ${[...methods].join(' or ')}.`, { status: 405 });
    },
  });
  app.options(url, async (request, reply) => {
    const { origin, 'access-control-request-headers': wanted } = request.headers;
    reply.header('allow', allowed);
    // Other calls may come from another origin only where they bring their own bearer token.
    const allows = anyOrigin || (wanted !== undefined && /(?:^|[\s,])authorization(?:$|[\s,])/i.test(wanted));
    if (origin !== undefined && allows) {
      reply.headers({
        'access-control-allow-origin': '*',
        'access-control-allow-methods': [...methods].join(', '),
        'access-control-allow-headers': wanted ?? '',
        'access-control-max-age': '7200',
      });
    }
    return reply.code(204).send();
  });
}
