import type { Field } from '@buckle/canvas';
import type { RunEntry } from './run-watcher.ts';

/** Something that a run waits for, as it is shown and answered. */
export interface OpenWait {
  /** Names the wait in the call that answers it. */
  readonly eventId: string;
  readonly path: string;
  readonly nodeId: string;
  readonly asks: Asked;
  /** When it goes on by itself, in milliseconds since 1970. */
  readonly until?: number;
}

/** What is asked, by the kind of the wait. */
export type Asked =
  | { readonly kind: 'question'; readonly text: string; readonly options: readonly string[] }
  | { readonly kind: 'input'; readonly fields: readonly Field[] }
  | { readonly kind: 'approval'; readonly text: string; readonly fields: readonly Field[] }
  | { readonly kind: 'time' };

type WaitEntry = Extract<RunEntry, { type: 'wait' }>;

/** The waits that no answer has come for, in the order in which they began. */
export function openWaits(entries: readonly RunEntry[]): readonly OpenWait[] {
  const open = new Map<string, WaitEntry>();
  for (const entry of entries) {
    if (entry.type === 'wait') open.set(entry.path, entry);
    if (entry.type === 'answer' && open.get(entry.path)?.number === entry.number) open.delete(entry.path);
  }
  return [...open.values()].map(({ event_id: eventId, path, node, wait }) => ({
    eventId, path, nodeId: node, asks: askedBy(wait), ...(wait.until !== undefined && { until: wait.until }),
  }));
}

/** Reads what a wait asks. */
export function askedBy({ kind, data }: WaitEntry['wait']): Asked {
  const { fields, content, messages } = recordOf(data);
  switch (kind) {
    case 'question':
      return { kind, ...questionIn(messages) };
    case 'input':
      return { kind, fields: fieldsOf(fields) };
    case 'approval':
      return { kind, text: typeof content === 'string' ? content : '', fields: fieldsOf(fields) };
    case 'time':
      return { kind };
  }
}

/** The words and options of a question, which stand as Coze sends them. */
function questionIn(messages: unknown): { readonly text: string; readonly options: readonly string[] } {
  const content = recordOf(Array.isArray(messages) ? messages.at(-1) : undefined)['content'];
  if (typeof content === 'string') return { text: content, options: [] };
  const { question, options } = recordOf(content);
  return {
    text: typeof question === 'string' ? question : '',
    options: Array.isArray(options) ? options.map((option) => String(recordOf(option)['name'])) : [],
  };
}

/** The engine writes fields in the form in which `@buckle/canvas` reads them. */
function fieldsOf(fields: unknown): readonly Field[] {
  return Array.isArray(fields) ? (fields as readonly Field[]) : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? { ...value } : {};
}
