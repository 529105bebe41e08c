import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { apiHeaders, failureAnswer, oauthFailureAnswer } from './answers.ts';
import { drain } from './drain.ts';
import { defect, oauthErrorOf, refusalOf, statusBeforeStream } from './refusal.ts';

/** How a refusal is put: as usual, to a client that asked for a stream, or as OAuth has it. */
export type RefusalForm = 'usual' | 'stream' | 'oauth';

/** Answers a request whose handling threw. */
export type Refuse = (error: unknown, request: FastifyRequest, reply: FastifyReply, form?: RefusalForm) => void;

/** Makes the one function that turns what was thrown into an answer; defects are logged in full. */
export function refuseWith(logger: Logger): Refuse {
  return (error, request, reply, form = 'usual') => {
    const refusal = refusalOf(error);
    if (refusal === defect) {
      logger.error({ err: error, logId: request.id, method: request.method, route: request.routeOptions.url }, 'defect');
    }
    request.failureCode = refusal.code;
    drain(request.raw);
    // What the handler set for its answer, a file's type and length say, is not true of this one.
    reply.removeHeader('content-length');
    reply
      .code(form === 'stream' ? statusBeforeStream(refusal) : refusal.status)
      .headers(apiHeaders)
      .header('x-tt-logid', request.id);
    if (refusal.retryAfter !== undefined) reply.header('retry-after', String(refusal.retryAfter));
    const { code, message, reasonCode } = refusal;
    reply.send(
      form === 'oauth'
        ? oauthFailureAnswer(oauthErrorOf(error, refusal), code, message, request.id)
        : failureAnswer(code, message, request.id, reasonCode),
    );
  };
}
