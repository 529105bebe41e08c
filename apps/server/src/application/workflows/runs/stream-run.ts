import { EventStream, type EventSink } from '#kernel/route.ts';
import type { NodeEntry } from '../engine/journal.ts';
import type { OpenWait } from '../engine/run.ts';
import { eventId } from './answer-run.ts';
import { endedRun } from './ended-run.ts';
import { RUN_FAILED, whyEnded } from './errors.ts';
import type { LiveEvent } from './live-runs.ts';
import { nodeExecutionId } from './node-execution-id.ts';
import type { RunDocument } from './run-document.ts';
import type { RunsContext } from './runs-context.ts';
import type { StartedRun } from './start-run.ts';

/** The number that Coze gives to what a run waits for. */
const INTERRUPT_TYPES: Record<OpenWait['wait']['kind'], number> = { question: 2, input: 5, approval: 10_001, time: 10_002 };

/**
 * What a run says, as Coze's clients read it: messages while they are written, what it waits for, and
 * how it ends. `begin` starts the run or answers it; it calls `listen` with the run's id before anything
 * can happen in it.
 */
export async function streamRun(context: RunsContext, begin: (listen: (runId: string) => void) => Promise<StartedRun>): Promise<EventStream> {
  const early: LiveEvent[] = [];
  let tell = (event: LiveEvent): void => void early.push(event);
  let stop = (): void => undefined;
  const listen = (runId: string): void => {
    const live = context.live.open(runId);
    const unwatch = live.watch((event) => tell(event));
    stop = () => {
      unwatch();
      context.live.close(live);
    };
  };
  try {
    const { run, started } = await begin(listen);
    return new EventStream(async (sink) => {
      const stream = new RunStream(sink);
      for (const event of early) stream.take(event);
      tell = (event) => stream.take(event);
      try {
        stream.close(await endedRun(context, run, started, sink.closed));
      } finally {
        stop();
      }
    });
  } catch (error) {
    stop();
    throw error;
  }
}

/** Writes the events of one run. */
class RunStream {
  readonly #sink: EventSink;
  #next = 0;
  /** How many pieces each message has had. */
  readonly #pieces = new Map<string, number>();

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  take(event: LiveEvent): void {
    if (event.type === 'delta') this.#message(event, event.text, false);
    else if (event.type === 'said') this.#message(event, '', true);
    else if (event.type === 'entry' && event.entry.type === 'node' && isReturn(event.entry)) this.#returned(event.entry);
  }

  /** How the run stands now: what it waits for, or how it ended. */
  close(run: RunDocument): void {
    if (run.state === 'waiting') for (const wait of run.waits ?? []) this.#interrupt(run.id, wait);
    if (run.state === 'failed' || run.state === 'canceled') {
      this.#send('Error', { error_code: RUN_FAILED, error_message: whyEnded(run) });
    }
    this.#send('Done', { debug_url: '' });
  }

  #message({ node, path }: Extract<LiveEvent, { type: 'delta' | 'said' }>, content: string, isFinish: boolean): void {
    const sequence = this.#pieces.get(path) ?? 0;
    this.#pieces.set(path, sequence + 1);
    this.#send('Message', {
      content,
      content_type: 'text',
      node_title: node.title,
      node_id: node.id,
      node_type: cozeType(node.kind.key),
      node_execute_uuid: nodeExecutionId(path),
      node_seq_id: String(sequence),
      node_is_finish: isFinish,
    });
  }

  /** What a workflow returns comes whole, as JSON. */
  #returned({ outputs, path, node, title }: NodeEntry): void {
    this.#send('Message', {
      content: JSON.stringify(outputs),
      content_type: 'text',
      node_title: title,
      node_id: node,
      node_type: 'End',
      node_execute_uuid: nodeExecutionId(path),
      node_seq_id: '0',
      node_is_finish: true,
    });
  }

  #interrupt(runId: string, wait: OpenWait): void {
    this.#send('Interrupt', { interrupt_data: interruptData(runId, wait), node_title: wait.title });
  }

  #send(event: string, data: object): void {
    if (!this.#sink.closed.aborted) this.#sink.sendNumbered(this.#next++, event, JSON.stringify(data));
  }
}

/** What a wait is to Coze's clients. */
export function interruptData(runId: string, open: OpenWait): { readonly event_id: string; readonly type: number; readonly data: string } {
  const { kind, data } = open.wait;
  return { event_id: eventId(runId, open), type: INTERRUPT_TYPES[kind], data: typeof data === 'string' ? data : JSON.stringify(data) };
}

/** Whether an entry is that of the run's own end, which returns values rather than saying an answer. */
function isReturn({ kind, message, path }: NodeEntry): boolean {
  return kind === 'end' && message === undefined && !path.includes('/');
}

function cozeType(kind: string): string {
  return kind === 'end' ? 'End' : 'Message';
}
