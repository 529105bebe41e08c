import { EventStream } from '#kernel/route.ts';
import type { LiveEvent } from './live-runs.ts';
import { entryAnswer, runAnswer, waitAnswer } from './read-runs.ts';
import { restOf } from './rest-of-run.ts';
import type { RunDocument } from './run-document.ts';
import type { RunsContext } from './runs-context.ts';

/** Follows a run from an entry of its journal on: what it did, then what it does, until it ends or waits. */
export function watchRun(context: RunsContext, run: RunDocument, from: number): EventStream {
  return new EventStream(async (sink) => {
    let next = from;
    const early: LiveEvent[] = [];
    let tell = (event: LiveEvent): void => void early.push(event);
    const live = context.live.open(run.id);
    const unwatch = live.watch((event) => tell(event));
    const unstored = live.unstored?.() ?? [];
    const send = (event: LiveEvent): void => {
      if (event.type === 'entry') {
        // Never over a gap: what is missing comes with what is stored.
        if (event.number !== next) return;
        next += 1;
        sink.send('entry', JSON.stringify(entryAnswer(run.id, event.entry)));
      } else if (event.type === 'delta') {
        sink.send('delta', JSON.stringify({ node_id: event.node.id, path: event.path, text: event.text }));
      }
    };
    const sendStored = async (): Promise<void> => {
      for (const [number, kept] of (await context.kept.read(run.workspaceId, run.id)).entries()) {
        if (number !== next) continue;
        for (const entry of await context.kept.whole(run.workspaceId, run.id, [kept])) send({ type: 'entry', entry, number });
      }
    };
    try {
      await sendStored();
      for (const entry of unstored) send({ type: 'entry', ...entry });
      for (const event of early) send(event);
      tell = send;
      await restOf(context, run.id, sink.closed);
      if (sink.closed.aborted) return;
      const standing = await context.runs.get(run.id);
      if (standing === undefined) {
        sink.send('error', JSON.stringify({ code: 4200, msg: `The run ${run.id} was deleted.` }));
        return;
      }
      await sendStored();
      if (standing.state === 'waiting') sink.send('waiting', JSON.stringify({ waits: (standing.waits ?? []).map((wait) => waitAnswer(run.id, wait)) }));
      else sink.send('end', JSON.stringify(runAnswer(standing)));
    } finally {
      unwatch();
      context.live.close(live);
    }
  });
}
