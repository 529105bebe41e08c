import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { apiHeaders, failureAnswer } from './answers.ts';
import { defect, refusalOf, statusBeforeStream } from './refusal.ts';

/** How long a refused body may go on arriving before its connection is cut, in milliseconds. */
const DRAIN_TIME = 5000;

/** Answers a request whose handling threw. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply, wantsStream?: boolean) => void;

/** Makes the one function that turns what was thrown into an answer; defects are logged in full. */
export function refuseWith(logger: Logger): Refuse {
  return (error, request, reply, wantsStream = false) => {
    const refusal = refusalOf(error);
    if (refusal === defect) {
      logger.error({ err: error, logId: request.id, method: request.method, route: request.routeOptions.url }, 'defect');
    }
    drain(request.raw);
    // What the handler set for its answer, a file's type and length say, is not true of this one.
    reply.removeHeader('content-length');
    reply
      .code(wantsStream ? statusBeforeStream(refusal) : refusal.status)
      .headers(apiHeaders)
      .header('x-tt-logid', request.id);
    if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
    reply.send(failureAnswer(refusal.code, refusal.message, request.id));
  };
}

/**
 * Takes in and drops the rest of a body, so that a client that writes it all before it reads gets
 * its answer; one that goes on for long is cut off.
 */
function drain(request: IncomingMessage): void {
  if (request.readableEnded || request.destroyed) return;
  const timer = setTimeout(() => request.destroy(), DRAIN_TIME);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => clearTimeout(timer));
  request.resume();
}
