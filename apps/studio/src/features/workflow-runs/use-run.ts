import type { CanvasDocument } from '@buckle/canvas';
import * as contract from '@buckle/contract';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useDispatch } from 'react-redux';
import { api } from '../../api/api.ts';
import { callOf } from '../../api/endpoint.ts';
import { streamEvents } from '../../api/events.ts';
import { CallFailed } from '../../api/failure.ts';
import { renewing } from '../../api/refresh.ts';
import { type Outcome, send } from '../../api/send.ts';
import { type NodeRunState, nodeStates } from './node-states.ts';
import { type Place, placesOf } from './run-places.ts';
import { hasEnded, type RunDetails, type RunPort, type RunSnapshot, RunWatcher } from './run-watcher.ts';

/** A run as a page follows it. */
export interface FollowedRun extends RunSnapshot {
  /** What it did, node by node. */
  readonly places: readonly Place[];
  /** How the nodes stand, by their ids. */
  readonly states: ReadonlyMap<string, NodeRunState>;
  /** Looks at once how it goes on: after an answer, or a cancel. */
  readonly wake: () => void;
}

const nothing: RunSnapshot = { run: undefined, state: 'running', entries: [], writing: new Map(), isLost: false, failure: undefined };
const none = (): RunSnapshot => nothing;
const never = () => () => undefined;

/** Follows a run, from its beginning to its end, wherever it is by now; nothing where there is none. */
export function useRun(executeId: string | undefined, canvas?: CanvasDocument): FollowedRun {
  const [watcher, setWatcher] = useState<RunWatcher>();
  const dispatch = useDispatch();
  useEffect(() => {
    if (executeId === undefined) {
      setWatcher(undefined);
      return undefined;
    }
    const own = new RunWatcher(portOf(executeId));
    const wake = (): void => own.wake();
    setWatcher(own);
    window.addEventListener('online', wake);
    void own.follow().then(() => {
      // Lists of runs show how it ended.
      if (hasEnded(own.snapshot().state)) dispatch(api.util.invalidateTags(['Run']));
    });
    return () => {
      window.removeEventListener('online', wake);
      own.close();
    };
  }, [executeId, dispatch]);
  const snapshot = useSyncExternalStore(watcher?.subscribe ?? never, watcher?.snapshot ?? none);
  const { entries, state } = snapshot;
  const places = useMemo(() => placesOf({ entries, state }), [entries, state]);
  const states = useMemo(() => nodeStates(places, state, canvas), [places, state, canvas]);
  return { ...snapshot, places, states, wake: () => watcher?.wake() };
}

function portOf(executeId: string): RunPort {
  const params = { execute_id: executeId };
  return {
    events: (from, signal) => streamEvents(callOf(contract.watchRun, { params, query: { from } }), signal),
    async read(signal) {
      // Beyond the last entry: its journal comes with its events.
      const call = callOf(contract.readRun, { params, query: { from: 1_000_000_000 } });
      const outcome = await renewing<Outcome>(call, () => send(call, signal));
      if ('error' in outcome) throw new CallFailed(outcome.error);
      // The server has checked it against the contract.
      return outcome.data as RunDetails;
    },
    pause: (milliseconds, signal) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        signal.addEventListener('abort', () => {
          clearTimeout(timer);
          resolve();
        }, { once: true });
      }),
  };
}
