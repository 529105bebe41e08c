import type { GraphNode } from '@buckle/canvas';
import { EventStream, type EventSink } from '#kernel/route.ts';
import type { NodeEntry, RunEntry } from '../engine/journal.ts';
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
 * can happen in it. What another process had it say is told whole once it has come to rest: what follows the entry that `isBefore`
 * knows, in a run that is answered.
 */
export async function streamRun(context: RunsContext, begin: (listen: (runId: string) => void) => Promise<StartedRun>, isBefore?: (entry: RunEntry) => boolean): Promise<EventStream> {
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
        const ended = await endedRun(context, run, started, sink.closed);
        if (isBefore !== undefined && started.finished === undefined && !sink.closed.aborted) await tellMissed(context, run, stream, isBefore);
        stream.close(ended);
      } finally {
        stop();
      }
    });
  } catch (error) {
    stop();
    throw error;
  }
}

/** Tells what was said where this process did not hear it. */
async function tellMissed({ kept }: RunsContext, { id, workspaceId }: RunDocument, stream: RunStream, isBefore: (entry: RunEntry) => boolean): Promise<void> {
  const entries = await kept.read(workspaceId, id);
  for (const entry of await kept.whole(workspaceId, id, entries.slice(entries.findLastIndex(isBefore) + 1).filter(({ type }) => type === 'node'))) {
    if (entry.type === 'node') stream.takeStored(entry);
  }
}

/** Writes the events of one run. */
class RunStream {
  readonly #sink: EventSink;
  #next = 0;
  /** How many pieces each message has had. */
  readonly #pieces = new Map<string, number>();
  /** The places whose nodes have said all that they say. */
  readonly #said = new Set<string>();

  constructor(sink: EventSink) {
    this.#sink = sink;
  }

  take(event: LiveEvent): void {
    if (event.type === 'delta') this.#message(event.path, spokenBy(event.node), event.text, false);
    else if (event.type === 'said') this.#message(event.path, spokenBy(event.node), '', true);
    else if (event.type === 'entry' && event.entry.type === 'node' && isReturn(event.entry)) this.#returned(event.entry);
  }

  /** Takes what a node has done, unless it was heard. */
  takeStored(entry: NodeEntry): void {
    const { path, node, title, kind, message } = entry;
    if (this.#said.has(path)) return;
    if (isReturn(entry)) this.#returned(entry);
    // What a workflow answers that is called inside goes to its caller; what was heard of the rest is not said again.
    else if (message !== undefined && !this.#pieces.has(path) && !(kind === 'end' && path.includes('/'))) this.#message(path, { id: node, title, kind }, message, true);
  }

  /** How the run stands now: what it waits for, or how it ended. */
  close(run: RunDocument): void {
    if (run.state === 'waiting') for (const wait of run.waits ?? []) this.#interrupt(run.id, wait);
    if (run.state === 'failed' || run.state === 'canceled') {
      this.#send('Error', { error_code: RUN_FAILED, error_message: whyEnded(run) });
    }
    this.#send('Done', { debug_url: '' });
  }

  #message(path: string, node: Speaker, content: string, isFinish: boolean): void {
    if (isFinish) this.#said.add(path);
    const sequence = this.#pieces.get(path) ?? 0;
    this.#pieces.set(path, sequence + 1);
    this.#send('Message', {
      content,
      content_type: 'text',
      node_title: node.title,
      node_id: node.id,
      node_type: cozeType(node.kind),
      node_execute_uuid: nodeExecutionId(path),
      node_seq_id: String(sequence),
      node_is_finish: isFinish,
    });
  }

  /** What a workflow returns comes whole, as JSON. */
  #returned({ outputs, path, node, title }: NodeEntry): void {
    this.#said.add(path);
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

/** A node as those see it whom it speaks to. */
interface Speaker {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

function spokenBy({ id, title, kind }: GraphNode): Speaker {
  return { id, title, kind: kind.key };
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
