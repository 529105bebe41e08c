import type { Logger } from '#kernel/logger.ts';
import type { HttpClient } from '#services/outbound/index.ts';
import { otlpTraces } from './otlp.ts';
import type { EndedSpan, SpanAttributes } from './tracer.ts';

/** Spans that are kept until they are sent; those above it are lost, since nothing may wait for them. */
const MOST_KEPT = 4_096;
const MOST_SENT = 512;
const SENT_EVERY = 2_000;
const PATIENCE = 5_000;
/** How often a failure is logged, in milliseconds. */
const COMPLAINS_EVERY = 60_000;

/** Where spans go. */
export interface SpanExporterOptions {
  /** The base address of an OTLP collector; `/v1/traces` is added. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly http: Pick<HttpClient, 'fetch'>;
  readonly logger: Logger;
  /** What is said of the process: its name and version. */
  readonly resource: SpanAttributes;
}

/** Sends spans to a collector, some at a time, by OTLP over HTTP in JSON. What cannot be sent is lost. */
export class SpanExporter {
  readonly #options: SpanExporterOptions;
  readonly #url: string;
  #kept: EndedSpan[] = [];
  #lost = 0;
  #complainedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<void> = Promise.resolve();

  constructor(options: SpanExporterOptions) {
    this.#options = options;
    this.#url = `${options.endpoint.replace(/\/$/, '')}/v1/traces`;
  }

  /** Takes a span, at once. */
  add(span: EndedSpan): void {
    if (this.#kept.length >= MOST_KEPT) this.#lost += 1;
    else this.#kept.push(span);
    this.#timer ??= setTimeout(() => this.#sendSoon(), SENT_EVERY).unref();
  }

  /** Sends what is left, as far as that goes within some seconds. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#sendSoon();
    await this.#sending;
  }

  #sendSoon(): void {
    this.#timer = undefined;
    this.#sending = this.#sending.then(() => this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    while (this.#kept.length > 0) {
      const batch = this.#kept.splice(0, MOST_SENT);
      try {
        await this.#send(batch);
      } catch (error) {
        this.#lost += batch.length;
        this.#complain(error);
        return;
      }
    }
    if (this.#lost > 0) this.#complain(undefined);
  }

  async #send(spans: readonly EndedSpan[]): Promise<void> {
    const { headers, http, resource } = this.#options;
    const response = await http.fetch(this.#url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(otlpTraces(spans, resource)),
      signal: AbortSignal.timeout(PATIENCE),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`The collector answered ${response.status}.`);
  }

  #complain(error: unknown): void {
    if (performance.now() - this.#complainedAt < COMPLAINS_EVERY) return;
    this.#complainedAt = performance.now();
    this.#options.logger.warn({ err: error, lost: this.#lost }, 'spans could not be sent to the collector of BUCKLE_OTLP_ENDPOINT');
    this.#lost = 0;
  }
}
