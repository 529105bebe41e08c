import type { Dispatcher } from 'undici';
import { portOf } from './allow-list.ts';
import type { Guard } from './guard.ts';

/**
 * Sends requests for public addresses through a proxy, and those for allowed addresses of the own
 * network straight. A name that only the proxy can resolve is left to it; in either case the proxy
 * resolves names once more itself, so it has to be one that the operator trusts.
 */
export function routeThroughProxy(guard: Guard, proxy: Dispatcher): Dispatcher.DispatcherComposeInterceptor {
  return (direct) => (options, handler) => {
    const origin = new URL(String(options.origin));
    const fail = (error: Error): void => handler.onResponseError?.(abandoned(error), error);
    guard
      .target(origin.hostname, portOf(origin))
      .then(
        (target) => target.public,
        (error: NodeJS.ErrnoException) => {
          if (error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN') return true;
          throw error;
        },
      )
      .then((viaProxy) => (viaProxy ? proxy.dispatch(options, handler) : direct(options, handler)))
      .catch(fail);
    return true;
  };
}

/** The controller of a request that never began. */
function abandoned(reason: Error): Dispatcher.DispatchController {
  const ignore = (): void => undefined;
  return { aborted: true, paused: false, reason, abort: ignore, pause: ignore, resume: ignore };
}
