import type { Documents, Entry, Write } from '#data/documents/port.ts';
import type { Tracer } from '#services/tracing/index.ts';

/** Documents whose commits are spans of what asked for them; background work makes none of its own. */
export function tracedDocuments(documents: Documents, tracer: Tracer): Documents {
  const commit = <T>(writes: number, action: () => Promise<T>): Promise<T> =>
    tracer.isInside ? tracer.span({ name: 'commit', attributes: { 'buckle.writes': writes } }, action) : action();
  const traced = {
    append: (stream: string, position: number, entries: readonly Entry[]) => commit(1, () => documents.append(stream, position, entries)),
    inOrder: (writes: readonly Write[]) => commit(writes.length, () => documents.inOrder(writes)),
  };
  return new Proxy(documents, {
    get(target, name) {
      if (name === 'append' || name === 'inOrder') return traced[name];
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}
