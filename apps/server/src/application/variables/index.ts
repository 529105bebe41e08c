import type { Bots } from '#application/bots/index.ts';
import type { Documents } from '#data/documents/port.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Route } from '#kernel/route.ts';
import type { Keyring } from '#services/storage/index.ts';
import { variableRoutes } from './routes.ts';
import { VariableStore } from './variables.ts';

export { endUserOf } from './end-user.ts';
export type { VariableOwner, VariableStore } from './variables.ts';

export interface VariablesContext {
  readonly bots: Bots;
  readonly store: VariableStore;
}

/** Values that bots keep for their users. */
export interface Variables {
  readonly routes: readonly Route[];
  readonly store: VariableStore;
}

export async function openVariables(dependencies: {
  readonly documents: Documents;
  readonly keyring: Keyring;
  readonly clock: Clock;
  readonly bots: Bots;
}): Promise<Variables> {
  const store = await VariableStore.open(dependencies.documents, dependencies.keyring, dependencies.clock);
  dependencies.bots.alsoRemove((botId, watch) => store.removeOfBot(botId, watch));
  return { store, routes: variableRoutes({ bots: dependencies.bots, store }) };
}
