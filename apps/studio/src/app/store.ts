import { configureStore } from '@reduxjs/toolkit';
import { setupListeners } from '@reduxjs/toolkit/query';
import { api } from '../api/api.ts';
import { session } from '../api/session.ts';
import { preferences, remember } from '../shared/preferences.ts';

/** Builds the store of the studio. */
export function createStore() {
  const store = configureStore({
    reducer: { [api.reducerPath]: api.reducer, session: session.reducer, preferences: preferences.reducer },
    middleware: (defaults) => defaults().concat(api.middleware),
  });
  setupListeners(store.dispatch);
  let known = store.getState().preferences;
  store.subscribe(() => {
    const { preferences: current } = store.getState();
    if (current !== known) remember(current);
    known = current;
  });
  return store;
}

export type Store = ReturnType<typeof createStore>;
export type State = ReturnType<Store['getState']>;
