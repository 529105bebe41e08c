import { afterEach, describe, expect, it } from 'vitest';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { ModelError } from './model-error.ts';
import type { ChatModel, ChatRequest, ModelEvent } from './port.ts';
import { ReplayServer, type Recording } from './testing/replay-server.ts';

/** A vendor's recordings. Each says the same in the vendor's own wire format. */
export interface VendorRecordings {
  /** The text "Hello, 世界!" in several pieces, 11 tokens in and 5 out. */
  readonly text: Recording;
  /** The reasoning "The user greets." and then the text "Hi". */
  readonly reasoning: Recording;
  /** Two parallel calls: `weather` with `{"city":"北京"}` and `clock` without arguments. */
  readonly toolCalls: Recording;
  /** A reply cut off at the token limit. */
  readonly tooLong: Recording;
  readonly errors: {
    /** 401 or what the vendor sends for a wrong key; the body repeats the key "secret-key-12345". */
    readonly authentication: Recording;
    readonly notFound: Recording;
    /** 429 with `Retry-After: 7`. */
    readonly rateLimited: Recording;
    readonly contextTooLong: Recording;
    /** 500. */
    readonly failed: Recording;
    /** An error after the first text. */
    readonly inStream: Recording;
  };
  /** The same reply as `text`, broken off after its first piece of text. */
  readonly broken: Recording;
  /** The base64 data of the pictures in a request's body. */
  picturesIn(body: string): string[];
  /** The results of tools in a request's body. */
  toolResultsIn(body: string): string[];
}

/** What the cases need of an adapter. */
export interface AdapterUnderTest {
  readonly recordings: VendorRecordings;
  create(origin: string, outbound: Outbound, apiKey: string): ChatModel;
}

const QUESTION: ChatRequest = { messages: [{ role: 'system', content: 'Be brief.' }, { role: 'user', content: 'Hello' }] };
const WEATHER = { name: 'weather', description: 'The weather of a city', parameters: { type: 'object', properties: { city: { type: 'string' } } } };
const CLOCK = { name: 'clock', description: 'The time', parameters: { type: 'object', properties: {} } };
const KEY = 'secret-key-12345';

/** The cases that every adapter of a vendor passes, through real sockets. */
export function chatModelCases(name: string, adapter: AdapterUnderTest): void {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    await Promise.all(open.splice(0).map((thing) => thing.close()));
  });

  async function replay(recording: Recording): Promise<{ model: ChatModel; server: ReplayServer }> {
    const server = await ReplayServer.start(recording);
    const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
    open.push(server, outbound);
    return { server, model: adapter.create(server.origin, outbound, KEY) };
  }

  async function eventsOf(recording: Recording, request = QUESTION): Promise<ModelEvent[]> {
    const { model } = await replay(recording);
    return collect(model, request);
  }

  async function failureOf(recording: Recording): Promise<ModelError> {
    const failure = await eventsOf(recording).then(() => undefined, (error: unknown) => error);
    expect(failure).toBeInstanceOf(ModelError);
    return failure as ModelError;
  }

  const { recordings } = adapter;
  const { errors } = recordings;

  describe(`${name}: replies`, () => {
    it('streams text and ends with the vendor\'s count of tokens', async () => {
      const events = await eventsOf(recordings.text);
      expect(textOf(events)).toBe('Hello, 世界!');
      expect(events.filter(({ type }) => type === 'text').length).toBeGreaterThan(1);
      expect(events.at(-1)).toEqual({ type: 'finish', reason: 'stop', usage: { inputTokens: 11, outputTokens: 5 } });
      expect(events.filter(({ type }) => type === 'finish')).toHaveLength(1);
    });

    it('reads the same from a body cut at every byte', async () => {
      const bytes = Buffer.concat(recordings.text.chunks.map((chunk) => Buffer.from(chunk)));
      const single = Array.from(bytes, (_, index) => bytes.subarray(index, index + 1));
      expect(textOf(await eventsOf({ ...recordings.text, chunks: single }))).toBe('Hello, 世界!');
    });

    it('reads the same from a body in one piece', async () => {
      const whole = Buffer.concat(recordings.text.chunks.map((chunk) => Buffer.from(chunk)));
      expect(textOf(await eventsOf({ ...recordings.text, chunks: [whole] }))).toBe('Hello, 世界!');
    });

    it('tells reasoning from text', async () => {
      const events = await eventsOf(recordings.reasoning);
      expect(events.map((event) => (event.type === 'reasoning' ? event.text : '')).join('')).toBe('The user greets.');
      expect(textOf(events)).toBe('Hi');
    });

    it('gives parallel tool calls whole, each once', async () => {
      const events = await eventsOf(recordings.toolCalls, { ...QUESTION, tools: [WEATHER, CLOCK] });
      const calls = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
      expect(calls.map((call) => [call.name, JSON.parse(call.arguments)])).toEqual([['weather', { city: '北京' }], ['clock', {}]]);
      expect(new Set(calls.map(({ id }) => id)).size).toBe(2);
      expect(events.at(-1)).toMatchObject({ type: 'finish', reason: 'tool-calls' });
    });

    it('says that the reply was cut off', async () => {
      expect((await eventsOf(recordings.tooLong)).at(-1)).toMatchObject({ type: 'finish', reason: 'length' });
    });
  });

  describe(`${name}: requests`, () => {
    it('sends pictures inline, and text files as text', async () => {
      const { model, server } = await replay(recordings.text);
      const picture = new Uint8Array([137, 80, 78, 71, 1, 2, 3]);
      await collect(model, {
        messages: [
          {
            role: 'user',
            content: [
              { type: 'text', text: 'What is this?' },
              { type: 'image', mediaType: 'image/png', data: picture },
              { type: 'file', mediaType: 'text/plain', fileName: 'note.txt', data: Buffer.from('the note') },
            ],
          },
        ],
      });
      const [body = ''] = server.bodies;
      expect(recordings.picturesIn(body)).toEqual([Buffer.from(picture).toString('base64')]);
      expect(body).toContain('the note');
    });

    it('sends tool calls and their results back', async () => {
      const { model, server } = await replay(recordings.text);
      await collect(model, {
        tools: [WEATHER],
        messages: [
          { role: 'user', content: 'Weather?' },
          { role: 'assistant', content: '', toolCalls: [{ id: 'call_1', name: 'weather', arguments: '{"city":"北京"}' }] },
          { role: 'tool', toolCallId: 'call_1', content: 'sunny' },
        ],
      });
      const [body = ''] = server.bodies;
      expect(recordings.toolResultsIn(body)).toEqual(['sunny']);
      expect(body).toContain('北京');
    });
  });

  describe(`${name}: failures`, () => {
    it('knows a wrong key, and never repeats it', async () => {
      const failure = await failureOf(errors.authentication);
      expect(failure).toMatchObject({ kind: 'authentication', retryable: false });
      expect(failure.message).toContain('API key');
      expect(failure.message).not.toContain(KEY);
    });

    it('knows an unknown model', async () => {
      expect(await failureOf(errors.notFound)).toMatchObject({ kind: 'not-found', retryable: false });
    });

    it('knows a rate limit, and how long to wait', async () => {
      expect(await failureOf(errors.rateLimited)).toMatchObject({ kind: 'rate-limited', retryable: true, retryAfter: 7000 });
    });

    it('knows a conversation that is too long', async () => {
      expect(await failureOf(errors.contextTooLong)).toMatchObject({ kind: 'context-too-long', retryable: false });
    });

    it('knows a failure of the vendor', async () => {
      expect(await failureOf(errors.failed)).toMatchObject({ kind: 'vendor-error', retryable: true });
    });

    it('fails when an error comes in the stream, after what came before it', async () => {
      const { model } = await replay(errors.inStream);
      const { events, failure } = await collectUntilFailure(model);
      expect(textOf(events)).not.toBe('');
      expect(failure).toMatchObject({ name: 'ModelError', kind: 'vendor-error' });
    });

    it.each(['break', 'end'] as const)('fails when the connection breaks in the middle (%s)', async (ending) => {
      const { model } = await replay({ ...recordings.broken, ending });
      const { events, failure } = await collectUntilFailure(model);
      expect(textOf(events)).not.toBe('');
      expect(events.some(({ type }) => type === 'finish')).toBe(false);
      expect(failure).toMatchObject({ name: 'ModelError', kind: 'connection', retryable: true });
    });

    it('fails when nothing answers', async () => {
      const { model, server } = await replay(recordings.text);
      await server.close();
      open.splice(open.indexOf(server), 1);
      await expect(collect(model)).rejects.toMatchObject({ kind: 'connection', message: expect.stringContaining('Nothing answers at') });
    });

    it('refuses an address that nobody allowed', async () => {
      const outbound = new Outbound();
      open.push(outbound);
      const model = adapter.create('http://127.0.0.1:8000', outbound, KEY);
      await expect(collect(model)).rejects.toMatchObject({ kind: 'address-refused', message: expect.stringContaining('127.0.0.1') });
    });
  });

  describe(`${name}: cancelling`, () => {
    it('closes the connection at once, and throws the signal\'s reason', async () => {
      const { model, server } = await replay({ ...recordings.broken, ending: 'hang' });
      const cancel = new AbortController();
      const reason = new Error('cancelled by the user');
      const reading = (async () => {
        for await (const _ of model.stream(QUESTION, { signal: cancel.signal })) cancel.abort(reason);
      })();
      await expect(reading).rejects.toBe(reason);
      await server.clientGone;
    });

    it('closes the connection when the reader leaves', async () => {
      const { model, server } = await replay({ ...recordings.broken, ending: 'hang' });
      for await (const _ of model.stream(QUESTION, { signal: new AbortController().signal })) break;
      await server.clientGone;
      expect(server.bodies).toHaveLength(1);
    });

    it('makes no call when it is cancelled before', async () => {
      const { model, server } = await replay(recordings.text);
      const reason = new Error('too late');
      await expect(collect(model, QUESTION, AbortSignal.abort(reason))).rejects.toBe(reason);
      expect(server.bodies).toEqual([]);
    });
  });
}

async function collect(model: ChatModel, request = QUESTION, signal = new AbortController().signal): Promise<ModelEvent[]> {
  const events: ModelEvent[] = [];
  for await (const batch of model.stream(request, { signal })) events.push(...batch);
  return events;
}

async function collectUntilFailure(model: ChatModel): Promise<{ events: ModelEvent[]; failure: unknown }> {
  const events: ModelEvent[] = [];
  try {
    for await (const batch of model.stream(QUESTION, { signal: new AbortController().signal })) events.push(...batch);
  } catch (failure) {
    return { events, failure };
  }
  throw new Error('The reply was expected to fail.');
}

function textOf(events: readonly ModelEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}
