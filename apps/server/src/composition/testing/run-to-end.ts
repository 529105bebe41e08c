import * as contract from '@buckle/contract';
import { WorkflowEventType } from '@coze/api';
import { expect } from 'vitest';
import { z } from 'zod';
import type { TestServer } from './started-server.ts';

/** What a run told its client, and how it ended. */
export interface ToldRun {
  /** What each node said, in whole, by its title; the values of the last node as JSON. */
  readonly said: Readonly<Record<string, string>>;
  /** What it asked, in order. */
  readonly asked: readonly string[];
  readonly output: unknown;
  /** What failed it, as the client was told. */
  readonly error?: string;
}

const interrupt = z.object({ interrupt_data: z.object({ event_id: z.string(), type: z.number(), data: z.string() }) });
const failed = z.object({ error_message: z.string() });

/** Runs a published workflow with the official client, answers what it asks, one after the other, and waits for its end. */
export async function runToEnd(server: TestServer, workflow_id: string, parameters: Readonly<Record<string, unknown>>, answers: readonly string[] = [], bot_id?: string): Promise<ToldRun> {
  const { runs } = server.coze.workflows;
  const said: Record<string, string> = {};
  const asked: string[] = [];
  let error: string | undefined;
  for (let events = runs.stream({ workflow_id, parameters, ...(bot_id === undefined ? {} : { bot_id }) }); ; ) {
    let open: z.output<typeof interrupt>['interrupt_data'] | undefined;
    for await (const { event, data } of events) {
      if (event === WorkflowEventType.MESSAGE) {
        const { node_title, content } = contract.workflowEvents.Message.parse(data);
        said[node_title] = (said[node_title] ?? '') + content;
      }
      if (event === WorkflowEventType.INTERRUPT) open ??= interrupt.parse(data).interrupt_data;
      if (event === WorkflowEventType.ERROR) error = failed.parse(data).error_message;
    }
    const answer = answers[asked.length];
    // What has no answer waits for a time.
    if (open === undefined || answer === undefined) break;
    asked.push(open.data);
    events = runs.resume({ workflow_id, event_id: open.event_id, resume_data: answer, interrupt_type: open.type });
  }
  const { items } = await server.call(contract.listRuns, { params: { workflow_id }, query: {} });
  const params = { execute_id: items[0]?.id ?? '' };
  await expect.poll(async () => (await server.call(contract.readRun, { params })).state, { interval: 10, timeout: 10_000 }).toMatch(error === undefined ? 'completed' : 'failed');
  const { output } = await server.call(contract.readRun, { params });
  return { said, asked, output, ...(error === undefined ? {} : { error }) };
}
