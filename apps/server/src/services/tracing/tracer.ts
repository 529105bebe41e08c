import { AsyncLocalStorage } from 'node:async_hooks';
import { BuckleError } from '#kernel/errors.ts';
import { childOf, type TraceContext } from './trace-context.ts';

/** What is known of a span; nothing that users say, and no secret. Undefined values are left out. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean | undefined>>;

/** Who causes what: `server` is asked by another machine, `client` asks one. */
export type SpanKind = 'internal' | 'server' | 'client';

/** A span that has ended. Times in milliseconds since 1970, with fractions. */
export interface EndedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly context: TraceContext;
  readonly parentId: string | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly attributes: SpanAttributes;
  readonly failed: boolean;
}

/** What a span begins with. */
export interface SpanStart {
  readonly name: string;
  readonly kind?: SpanKind;
  readonly attributes?: SpanAttributes;
  /** Of another machine; else the span around it is its parent. */
  readonly parent?: TraceContext | undefined;
}

/** A span that has begun; it ends once. */
export interface OpenSpan {
  readonly context: TraceContext;
  end(attributes?: SpanAttributes, failed?: boolean): void;
}

/** Notes what is done within what, and hands every span on when it has ended. */
export class Tracer {
  readonly #current = new AsyncLocalStorage<TraceContext>();
  readonly #export: (span: EndedSpan) => void;

  constructor(handOn: (span: EndedSpan) => void) {
    this.#export = handOn;
  }

  /** Whether there is a span around the running code. */
  get isInside(): boolean {
    return this.#current.getStore() !== undefined;
  }

  /** Begins a span, which its caller ends; what runs meanwhile is not within it. */
  begin({ name, kind = 'internal', attributes = {}, parent = this.#current.getStore() }: SpanStart): OpenSpan {
    const context = childOf(parent);
    const startedAt = now();
    return {
      context,
      end: (more = {}, failed = false) => {
        if (!context.sampled) return;
        this.#export({ name, kind, context, parentId: parent?.spanId, startedAt, endedAt: now(), attributes: { ...attributes, ...more }, failed });
      },
    };
  }

  /** Runs `action`, which begins at once, in a span; `describe` says what is known of its result. */
  async span<T>(start: SpanStart, action: () => Promise<T>, describe?: (result: T) => SpanAttributes): Promise<T> {
    const span = this.begin(start);
    try {
      const result = await this.#current.run(span.context, action);
      span.end(describe?.(result));
      return result;
    } catch (error) {
      span.end(errorAttributes(error), true);
      throw error;
    }
  }
}

/** What a span says of an error: what kind it is, and not its message, in which there may be anything. */
export function errorAttributes(error: unknown): SpanAttributes {
  return {
    'error.type': error instanceof Error ? error.name : typeof error,
    'buckle.code': error instanceof BuckleError ? error.code : undefined,
  };
}

function now(): number {
  return performance.timeOrigin + performance.now();
}
