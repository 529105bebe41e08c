import { describe, expect, it } from 'vitest';
import { BadRequest } from '#kernel/errors.ts';
import { silentLogger } from '#kernel/logger.ts';
import { otlpTraces } from './otlp.ts';
import { SpanExporter } from './span-exporter.ts';
import { parseTraceparent } from './trace-context.ts';
import { type EndedSpan, Tracer } from './tracer.ts';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const SPAN = 'b7ad6b7169203331';

describe('the header traceparent', () => {
  it.each([
    [`00-${TRACE}-${SPAN}-01`, { traceId: TRACE, spanId: SPAN, sampled: true }],
    [`00-${TRACE}-${SPAN}-00`, { traceId: TRACE, spanId: SPAN, sampled: false }],
    [`cc-${TRACE}-${SPAN}-03-later`, { traceId: TRACE, spanId: SPAN, sampled: true }],
    [`00-${TRACE}-${SPAN}-01-more`, undefined],
    [`ff-${TRACE}-${SPAN}-01`, undefined],
    [`00-${'0'.repeat(32)}-${SPAN}-01`, undefined],
    [`00-${TRACE}-${'0'.repeat(16)}-01`, undefined],
    [`00-${TRACE.toUpperCase()}-${SPAN}-01`, undefined],
    ['hello', undefined],
    [undefined, undefined],
    [[`00-${TRACE}-${SPAN}-01`, 'twice'], undefined],
  ])('%s', (header, context) => {
    expect(parseTraceparent(header)).toEqual(context);
  });
});

describe('spans', () => {
  it('know what they were begun within, also after a wait and side by side', async () => {
    const spans: EndedSpan[] = [];
    const tracer = new Tracer((span) => spans.push(span));
    await tracer.span({ name: 'outer' }, async () => {
      await Promise.all(['a', 'b'].map((name) => tracer.span({ name }, () => new Promise<void>((resolve) => setImmediate(resolve)))));
    });
    const outer = spans.find(({ name }) => name === 'outer');
    expect(spans.map(({ name }) => name)).toEqual(['a', 'b', 'outer']);
    expect(spans.map(({ parentId }) => parentId)).toEqual([outer?.context.spanId, outer?.context.spanId, undefined]);
    expect(new Set(spans.map(({ context }) => context.traceId)).size).toBe(1);
    expect(tracer.isInside).toBe(false);
  });

  it('begin their action at once, and pass on what it throws, with its kind alone', async () => {
    const spans: EndedSpan[] = [];
    const tracer = new Tracer((span) => spans.push(span));
    let begun = false;
    const failing = tracer.span({ name: 'x' }, () => {
      begun = true;
      return Promise.reject(new BadRequest('What Ada said.'));
    });
    expect(begun).toBe(true);
    await expect(failing).rejects.toThrow('What Ada said.');
    expect(spans[0]).toMatchObject({ failed: true, attributes: { 'error.type': 'BadRequest', 'buckle.code': 4000 } });
    expect(JSON.stringify(spans)).not.toContain('Ada');
  });

  it('are written as OTLP has them', () => {
    const span: EndedSpan = {
      name: 'x', kind: 'client', context: { traceId: TRACE, spanId: SPAN, sampled: true }, parentId: undefined,
      startedAt: 1_700_000_000_000.5, endedAt: 1_700_000_000_001, attributes: { text: 'a', whole: 3, part: 0.5, yes: true, none: undefined }, failed: false,
    };
    expect(otlpTraces([span], {})).toMatchObject({
      resourceSpans: [{ scopeSpans: [{ spans: [{
        traceId: TRACE, spanId: SPAN, name: 'x', kind: 3, startTimeUnixNano: '1700000000000500000', endTimeUnixNano: '1700000000001000000',
        attributes: [
          { key: 'text', value: { stringValue: 'a' } }, { key: 'whole', value: { intValue: '3' } },
          { key: 'part', value: { doubleValue: 0.5 } }, { key: 'yes', value: { boolValue: true } },
        ],
      }] }] }],
    });
  });
});

describe('the exporter', () => {
  const span = (name: string): EndedSpan => ({
    name, kind: 'internal', context: { traceId: TRACE, spanId: SPAN, sampled: true }, parentId: undefined, startedAt: 1, endedAt: 2, attributes: {}, failed: false,
  });

  it('sends all that it has before it closes, some at a time', async () => {
    const sizes: number[] = [];
    const fetch: typeof globalThis.fetch = async (_url, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      sizes.push([...body.matchAll(/"name":"s/g)].length);
      return new Response('{}');
    };
    const exporter = new SpanExporter({ endpoint: 'http://c/', headers: {}, http: { fetch }, logger: silentLogger, resource: {} });
    for (let n = 0; n < 700; n += 1) exporter.add(span('s'));
    await exporter.close();
    expect(sizes).toEqual([512, 188]);
  });

  it('keeps so many and says how many were lost, once a while', async () => {
    const warnings: object[] = [];
    const logger = { ...silentLogger, warn: (fields: object) => void warnings.push(fields) };
    const fetch: typeof globalThis.fetch = async () => new Response('', { status: 500 });
    const exporter = new SpanExporter({ endpoint: 'http://c', headers: {}, http: { fetch }, logger, resource: {} });
    for (let n = 0; n < 5_000; n += 1) exporter.add(span('s'));
    await exporter.close();
    exporter.add(span('s'));
    await exporter.close();
    expect(warnings).toMatchObject([{ lost: 5_000 - 4_096 + 512 }]);
  });
});
