import * as contract from '@buckle/contract';
import { api } from './api.ts';
import { endpointQuery } from './endpoint.ts';
import { sessionStarted } from './session.ts';

/** After these calls the browser has a session, of the user that they answer with. */
function signsIn(_argument: unknown, { dispatch, queryFulfilled }: SigningIn): void {
  queryFulfilled.then(
    () => {
      dispatch(api.util.resetApiState());
      dispatch(sessionStarted());
    },
    // The form that called shows why.
    () => undefined,
  );
}

interface SigningIn {
  readonly dispatch: (action: ReturnType<typeof sessionStarted> | ReturnType<typeof api.util.resetApiState>) => unknown;
  readonly queryFulfilled: Promise<unknown>;
}

/** Calls that start and end sessions. */
export const authenticationApi = api.injectEndpoints({
  endpoints: (build) => ({
    getEntrance: build.query(endpointQuery(contract.getEntrance)),
    setUp: build.mutation({ ...endpointQuery(contract.setUp), onQueryStarted: signsIn }),
    signIn: build.mutation({ ...endpointQuery(contract.signIn), onQueryStarted: signsIn }),
    register: build.mutation({ ...endpointQuery(contract.register), onQueryStarted: signsIn }),
    signOut: build.mutation(endpointQuery(contract.signOut)),
    resetPassword: build.mutation(endpointQuery(contract.resetPassword)),
  }),
});

export const {
  useGetEntranceQuery,
  useSetUpMutation,
  useSignInMutation,
  useRegisterMutation,
  useSignOutMutation,
  useResetPasswordMutation,
} = authenticationApi;
