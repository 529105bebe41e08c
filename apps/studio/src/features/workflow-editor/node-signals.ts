import { useCallback, useSyncExternalStore } from 'react';

/**
 * Something that is known of nodes and changes beside the document, such as their problems. Each node
 * watches its own value, so that only those are drawn anew whose value changes.
 */
export class NodeSignals<Value> {
  #values: ReadonlyMap<string, Value> = new Map();
  readonly #listeners = new Set<() => void>();

  /** Takes new values in the place of all before. */
  set(values: ReadonlyMap<string, Value>): void {
    if (values.size === 0 && this.#values.size === 0) return;
    this.#values = values;
    for (const listener of this.#listeners) listener();
  }

  get(id: string): Value | undefined {
    return this.#values.get(id);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** The value of one node, watched. */
export function useSignal<Value>(signals: NodeSignals<Value>, id: string): Value | undefined {
  return useSyncExternalStore(
    signals.subscribe,
    useCallback(() => signals.get(id), [signals, id]),
  );
}
