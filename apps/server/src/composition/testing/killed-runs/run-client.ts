import { setTimeout as pause } from 'node:timers/promises';
import * as contract from '@buckle/contract';
import type { z } from 'zod';
import { type CallParts, callEndpoint, Refused } from '../call-endpoint.ts';
import type { CountingWorld } from '../killable/counting-world.ts';
import { CONFLICT, insist, throwUnlessPassing } from '../killable/insist.ts';
import { serverEvents } from '../killable/server-events.ts';
import { calledCanvas, type MixedCanvas, mixedCanvases } from './mixed-canvases.ts';

/** How runs are asked for. */
export const MODES = ['in the background', 'until its end', 'streamed'] as const;
export type Mode = (typeof MODES)[number];

/** A run that was acknowledged, and what its client was told. */
export interface AskedRun {
  readonly number: number;
  readonly workflow: string;
  readonly mode: Mode;
  /** Absent where the client was not told. */
  readonly runId?: string;
  /** What came out, where the client was told, as JSON. */
  readonly output?: string;
  /** What a run was called off with, where the client was told. */
  readonly refusal?: string;
}

type StoredRun = z.output<typeof contract.readRun.answer>;

const PAUSE = 20;
const ENDS_WITHIN = 60_000;
/** The code of a call that waits for the end of a run which waits for somebody. */
const WAITS = 6039;

/** Starts, answers and reads runs on a server that may be dead, or another one, at any moment. */
export class RunClient {
  readonly #address: () => string | undefined;
  readonly #token: string;
  readonly #canvases: Readonly<Record<string, MixedCanvas>>;
  /** Ids of the workflows, by their names. */
  readonly #workflows: ReadonlyMap<string, string>;

  private constructor(address: () => string | undefined, token: string, canvases: Readonly<Record<string, MixedCanvas>>, workflows: ReadonlyMap<string, string>) {
    this.#address = address;
    this.#token = token;
    this.#canvases = canvases;
    this.#workflows = workflows;
  }

  /** Creates and publishes the workflows; the server lives meanwhile. */
  static async open(address: () => string | undefined, token: string, { counterUrl }: CountingWorld): Promise<RunClient> {
    const live = address() ?? '';
    const { personal_workspace_id: workspace_id } = await callEndpoint(live, token, contract.getProfile);
    const publish = async (name: string, { nodes, edges }: MixedCanvas): Promise<string> => {
      const body = { workspace_id, name, canvas: { nodes, edges } };
      const { id } = await callEndpoint(live, token, contract.createWorkflow, { body });
      await callEndpoint(live, token, contract.publishWorkflow, { params: { workflow_id: id }, body: {} });
      return id;
    };
    const canvases = mixedCanvases(counterUrl, await publish('called', calledCanvas(counterUrl)));
    const workflows = new Map<string, string>();
    for (const [name, canvas] of Object.entries(canvases)) workflows.set(name, await publish(name, canvas));
    return new RunClient(address, token, canvases, workflows);
  }

  get workflows(): readonly string[] {
    return [...this.#workflows.keys()];
  }

  /** Starts a run, again and again under the same key until that is acknowledged, and answers what it asks. */
  async run(number: number, workflow: string, mode: Mode): Promise<AskedRun> {
    const told = await insist(() => this.#start(number, workflow, mode));
    const { answers } = this.#canvases[workflow] ?? {};
    if (answers && told.runId !== undefined) await this.#answer(told.runId, answers, number % 2 === 1);
    return { number, workflow, mode, ...told };
  }

  /** Every run of a workflow, with all of its journal, once they have ended. */
  async runsOf(workflow: string): Promise<StoredRun[]> {
    const params = { workflow_id: this.#workflows.get(workflow) ?? '' };
    const runs: StoredRun[] = [];
    for (let page_token = ''; ; ) {
      const page = await this.#call(contract.listRuns, { params, query: { page_token, page_size: 50 } });
      for (const { id } of page.items) runs.push(await this.#ended(id));
      page_token = page.next_page_token;
      if (!page.has_more) return runs;
    }
  }

  async #ended(execute_id: string): Promise<StoredRun> {
    const params = { execute_id };
    let run = await this.#call(contract.readRun, { params });
    for (let waited = 0; run.state === 'running' && waited < ENDS_WITHIN; waited += PAUSE) {
      await pause(PAUSE);
      run = await this.#call(contract.readRun, { params });
    }
    const journal = [...run.journal];
    for (let next = run.next_entry; ; ) {
      const page = await this.#call(contract.readRun, { params, query: { from: next } });
      if (page.journal.length === 0) return { ...run, journal };
      journal.push(...page.journal);
      next = page.next_entry;
    }
  }

  async #start(number: number, workflow: string, mode: Mode): Promise<Pick<AskedRun, 'runId' | 'output' | 'refusal'>> {
    const workflow_id = this.#workflows.get(workflow) ?? '';
    const body = { workflow_id, parameters: { label: labelOf(number), rows: ['a', 'b', 'c', 'd', 'e', 'f'] } };
    const idempotencyKey = `run ${number} of ${workflow}`;
    if (mode === 'streamed') return this.#stream(body, idempotencyKey);
    try {
      const { execute_id, data } = await this.#call(contract.runWorkflow, { body: { ...body, is_async: mode === 'in the background' }, idempotencyKey });
      return { runId: execute_id, ...(data === undefined ? {} : { output: data }) };
    } catch (error) {
      if (!(error instanceof Refused) || error.status === CONFLICT) throw error;
      const [, runId] = /run (\d+)/.exec(error.message) ?? [];
      return { ...(runId === undefined ? {} : { runId }), ...(error.code === WAITS ? {} : { refusal: error.message }) };
    }
  }

  async #stream(body: object, idempotencyKey: string): Promise<Pick<AskedRun, 'runId' | 'output' | 'refusal'>> {
    const response = await fetch(`${this.#live()}${contract.streamWorkflow.path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${this.#token}`, 'content-type': 'application/json', 'idempotency-key': idempotencyKey },
      body: JSON.stringify(body),
    });
    if (response.status === CONFLICT) throw new Refused(CONFLICT, 0, await response.text());
    let told: Pick<AskedRun, 'runId' | 'output' | 'refusal'> = {};
    for await (const { event, data } of serverEvents(response)) {
      if (event === 'Message') told = { ...told, output: contract.workflowEvents.Message.parse(JSON.parse(data)).content };
      if (event === 'Interrupt') told = { ...told, runId: contract.workflowEvents.Interrupt.parse(JSON.parse(data)).interrupt_data.event_id.split('/')[0] ?? '' };
      if (event === 'Error') told = { ...told, refusal: data };
      if (event === 'Done') return told;
    }
    throw new TypeError('The stream ended before its end.');
  }

  /** Answers whatever a run waits for, the first or the last of it first, until it has ended. */
  async #answer(execute_id: string, answers: Readonly<Record<string, unknown>>, isReversed: boolean): Promise<void> {
    const params = { execute_id };
    for (let waited = 0; waited < ENDS_WITHIN; waited += PAUSE) {
      const { state, waits } = await insist(() => this.#call(contract.readRun, { params }));
      if (state !== 'running' && state !== 'waiting') return;
      const open = isReversed ? waits.at(-1) : waits[0];
      // Answered meanwhile, before a kill took the acknowledgement away: what is to be answered now is read again.
      const answer = () => this.#call(contract.answerRun, { params, body: { event_id: open?.event_id ?? '', answer: answers[open?.node_id ?? ''] } });
      if (open !== undefined) await answer().catch(throwUnlessPassing);
      else await pause(PAUSE);
    }
  }

  #call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(endpoint: contract.Endpoint<P, Q, B, A>, parts: CallParts<P, Q, B>): Promise<z.output<A>> {
    return callEndpoint(this.#live(), this.#token, endpoint, parts);
  }

  /** Throws `TypeError`, as `fetch` does, where no server lives. */
  #live(): string {
    const address = this.#address();
    if (!address) throw new TypeError('No server lives.');
    return address;
  }
}

/** What the input of a run, and everything that it says to the counter, begins with. */
export function labelOf(number: number): string {
  return `run-${number}: `;
}
