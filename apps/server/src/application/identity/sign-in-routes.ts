import * as contract from '@buckle/contract';
import { Unauthenticated } from '#kernel/errors.ts';
import { type Call, publicRoute, type Route } from '#kernel/route.ts';
import { ACCESS_SECONDS } from './access-tokens.ts';
import { clearSessionCookies, setDeviceCookie, setSessionCookies } from './cookies.ts';
import type { Identity } from './index.ts';
import { register, resetPassword, setUp } from './register.ts';
import { showUser } from './show.ts';
import { refreshSession, type SignedIn, signIn, signOut } from './sign-in.ts';
import { findUnclaimed } from './unclaimed-account.ts';

/** The endpoints that start, renew and end sessions. */
export function signInRoutes({ parts, cookies }: Identity): Route[] {
  const welcome = (call: Pick<Call, 'setCookie'>, { user, tokens }: SignedIn) => {
    setSessionCookies(call, cookies, tokens);
    setDeviceCookie(call, cookies, parts.knownDevices.tokenOf(user.email, tokens.session.id));
    return { user: showUser(user), access_expires_in: ACCESS_SECONDS };
  };
  return [
    publicRoute(contract.getEntrance, async () => ({
      set_up: (await findUnclaimed(parts)) === undefined,
      registration: parts.registration,
    })),
    publicRoute(contract.setUp, async (call) => {
      const { token, ...person } = call.body;
      return welcome(call, await setUp(parts, token, person, call));
    }),
    publicRoute(contract.signIn, async (call) => {
      const { address, userAgent } = call;
      const device = { address, userAgent, deviceToken: call.cookies[cookies.device] };
      return welcome(call, await signIn(parts, call.body, device));
    }),
    publicRoute(contract.refreshSession, async (call) => {
      const refreshToken = call.cookies[cookies.refresh];
      if (!refreshToken) throw new Unauthenticated('There is no session to refresh: sign in.');
      try {
        return welcome(call, await refreshSession(parts, refreshToken, call.address));
      } catch (error) {
        if (error instanceof Unauthenticated) clearSessionCookies(call, cookies);
        throw error;
      }
    }),
    publicRoute(contract.signOut, async (call) => {
      const refreshToken = call.cookies[cookies.refresh];
      if (refreshToken) await signOut(parts, refreshToken, call.address);
      clearSessionCookies(call, cookies);
      return {};
    }),
    publicRoute(contract.register, async (call) => {
      const { invitation, ...person } = call.body;
      return welcome(call, await register(parts, person, invitation, call));
    }),
    publicRoute(contract.resetPassword, async (call) => {
      await resetPassword(parts, call.body.token, call.body.password, call.address);
      return {};
    }),
  ];
}
