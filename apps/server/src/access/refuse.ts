import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { apiHeaders, failureAnswer } from './answers.ts';
import { drain } from './drain.ts';
import { defect, refusalOf, statusBeforeStream } from './refusal.ts';

/** Answers a request whose handling threw. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply, wantsStream?: boolean) => void;

/** Makes the one function that turns what was thrown into an answer; defects are logged in full. */
export function refuseWith(logger: Logger): Refuse {
  return (error, request, reply, wantsStream = false) => {
    const refusal = refusalOf(error);
    if (refusal === defect) {
      logger.error({ err: error, logId: request.id, method: request.method, route: request.routeOptions.url }, 'defect');
    }
    request.failureCode = refusal.code;
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
