import { Agent, ProxyAgent, type Dispatcher } from 'undici';
import { parseAllowRule, type AllowRule } from './allow-list.ts';
import { Guard, systemResolve, type Resolve } from './guard.ts';
import { guardedConnector } from './guarded-connector.ts';
import { guardedFetch } from './guarded-fetch.ts';
import { routeThroughProxy } from './proxy-route.ts';

/** How far an outgoing call may go. Times in milliseconds. */
export interface OutboundLimits {
  /** Until a connection stands. */
  readonly connect: number;
  /** Until the head of the response is there, unless the call says otherwise. */
  readonly head: number;
  /** Between two pieces of the response, unless the call says otherwise. */
  readonly idle: number;
  /** A whole `fetch`, body included. Callers of the dispatcher bring a signal of their own. */
  readonly total: number;
  /** Bytes of one response's body, before and (with `fetch`) after decompression. */
  readonly responseBytes: number;
}

export const DEFAULT_OUTBOUND_LIMITS: OutboundLimits = {
  connect: 10_000,
  head: 60_000,
  idle: 60_000,
  total: 600_000,
  responseBytes: 64 * 1024 * 1024,
};

/** Opens the way out. */
export function createOutbound(options: OutboundOptions): Outbound {
  return new Outbound(options);
}

/** What to send requests with. */
export interface HttpClient {
  readonly dispatcher: Dispatcher;
  /**
   * As the standard `fetch`, but that a GET may have a body too. Redirects are followed, each hop checked like
   * a first request. Throws `OutboundRefused` where the address may not be reached.
   */
  readonly fetch: typeof globalThis.fetch;
}

export interface OutboundOptions {
  /** What may be reached although it is not public; see `parseAllowList`. */
  readonly allow?: readonly AllowRule[];
  /** `http:`, `https:` or `socks5:`: requests to public addresses go through it. */
  readonly proxy?: string | URL;
  readonly limits?: Partial<OutboundLimits>;
  readonly resolve?: Resolve;
}

/**
 * The one way out of this machine. Addresses that are not public are refused after resolution, the
 * resolved address is the one connected to, and size and time of a response are limited.
 */
export class Outbound implements HttpClient {
  readonly dispatcher: Dispatcher;
  readonly fetch: typeof globalThis.fetch;
  readonly #guard: Guard;
  readonly #limits: OutboundLimits;
  readonly #proxy: ProxyAgent | undefined;
  readonly #agents: Agent[] = [];
  readonly #permitting = new Map<string, HttpClient>();

  constructor(options: OutboundOptions = {}) {
    this.#limits = { ...DEFAULT_OUTBOUND_LIMITS, ...options.limits };
    this.#guard = new Guard(options.allow ?? [], options.resolve ?? systemResolve);
    // The operator named the proxy, so its own address is not checked.
    this.#proxy = options.proxy === undefined ? undefined : new ProxyAgent({ uri: String(options.proxy), ...this.#agentOptions() });
    const client = this.#client(this.#guard);
    this.dispatcher = client.dispatcher;
    this.fetch = client.fetch;
  }

  /**
   * A client that may also reach one address that is not public, such as `127.0.0.1:11434`: for the
   * owner of the leave alone, so that nobody else's requests get there. Throws on a malformed address.
   */
  permitting(address: string): HttpClient {
    const known = this.#permitting.get(address);
    if (known) return known;
    const client = this.#client(this.#guard.with(parseAllowRule(address)));
    this.#permitting.set(address, client);
    return client;
  }

  /** Ends every connection, whatever still runs on it. */
  async close(): Promise<void> {
    await Promise.all([...this.#agents, ...(this.#proxy ? [this.#proxy] : [])].map((agent) => agent.destroy()));
  }

  #client(guard: Guard): HttpClient {
    const agent = new Agent({ ...this.#agentOptions(), connect: guardedConnector(guard, this.#limits.connect) });
    this.#agents.push(agent);
    const dispatcher = this.#proxy ? agent.compose(routeThroughProxy(guard, this.#proxy)) : agent;
    return { dispatcher, fetch: guardedFetch(dispatcher, this.#limits) };
  }

  #agentOptions(): Agent.Options {
    const { connect, head, idle, responseBytes } = this.#limits;
    return { connectTimeout: connect, headersTimeout: head, bodyTimeout: idle, maxResponseSize: responseBytes, allowH2: false };
  }
}
