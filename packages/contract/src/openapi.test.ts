import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { idInRequest, numberedPage, queryBoolean, queryInteger } from './common.ts';
import { endpoint } from './define.ts';
import type { Endpoint } from './endpoint.ts';
import { openApiDocument } from './openapi.ts';

const owner = z.object({ name: z.string(), role: z.string().default('guest') }).meta({ id: 'OpenApiTestOwner' });

const create = endpoint('POST', '/v1/things/{thing_id}', {
  name: 'createThing',
  tag: 'Things',
  summary: 'Makes a thing',
  permission: 'bot.edit',
  params: z.object({ thing_id: idInRequest }),
  query: numberedPage(50).extend({ all: queryBoolean.optional() }),
  body: z.object({ owner, note: z.string().optional() }),
  answer: z.object({ owner }),
  creates: true,
});

/** The document of `endpoints`, loosely typed, as a reader of JSON has it. */
function documentOf(...endpoints: Endpoint[]) {
  const document = openApiDocument(endpoints, { title: 'T', version: '1', description: 'D', sessionCookie: 'session' });
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(document)));
}

const operationOf = (given: Endpoint) => documentOf(given)['paths'];

describe('the OpenAPI document', () => {
  it('describes an operation by its endpoint', () => {
    expect(operationOf(create)).toMatchObject({
      '/v1/things/{thing_id}': {
        post: {
          operationId: 'createThing',
          tags: ['Things'],
          summary: 'Makes a thing',
          'x-permission': 'bot.edit',
          security: [{ bearer: [] }, { session: [] }],
          requestBody: { required: true },
          parameters: [
            { name: 'thing_id', in: 'path', required: true, schema: { type: 'string', minLength: 1, maxLength: 64 } },
            { name: 'page_num', in: 'query', required: false, schema: { type: 'integer', minimum: 1, default: 1 } },
            { name: 'page_size', in: 'query', required: false, schema: { type: 'integer', maximum: 50, default: 20 } },
            { name: 'all', in: 'query', required: false, schema: { enum: expect.arrayContaining(['true', '0']) } },
            { name: 'Idempotency-Key', in: 'header', required: false },
          ],
          responses: { 401: { $ref: '#/components/responses/Failure401' }, 413: {}, 415: {}, 429: {} },
        },
      },
    });
  });

  it('keeps schemas with an id as components, as they are sent and as they are answered', () => {
    const document = documentOf(create);
    expect(document['components']).toMatchObject({
      schemas: {
        OpenApiTestOwner: { type: 'object', required: ['name', 'role'] },
        OpenApiTestOwnerRequest: { type: 'object', required: ['name'] },
      },
    });
    const text = JSON.stringify(document['paths']);
    expect(text).toContain('"owner":{"$ref":"#/components/schemas/OpenApiTestOwnerRequest"}');
    expect(text).toContain('"owner":{"$ref":"#/components/schemas/OpenApiTestOwner"}');
  });

  it('refers to nothing that it does not hold', () => {
    const document = documentOf(create);
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path]) => (path ?? '').split('/'));
    expect(references.length).toBeGreaterThan(5);
    for (const path of references) {
      expect(document).toHaveProperty(path);
    }
  });

  it('lets answers grow', () => {
    expect(JSON.stringify(documentOf(create)['components'])).not.toContain('"additionalProperties":false');
  });

  it('says that a strict body takes no unknown fields', () => {
    const strict = endpoint('PUT', '/api/x', { name: 'x', tag: 'X', summary: 'X', body: z.strictObject({ a: z.string() }) });
    expect(JSON.stringify(operationOf(strict))).toContain('"additionalProperties":false');
  });

  it('describes events beside the answer, and that a refusal may be 200', () => {
    const talk = endpoint('POST', '/v3/talk', {
      name: 'talk',
      tag: 'T',
      summary: 'T',
      answer: z.object({ id: z.string() }),
      events: { word: z.object({ text: z.string() }) },
    });
    expect(operationOf(talk)).toMatchObject({
      '/v3/talk': {
        post: {
          responses: {
            200: {
              content: {
                'application/json': { schema: { anyOf: [{}, { $ref: '#/components/schemas/Failure' }] } },
                'text/event-stream': { 'x-events': { word: { properties: { text: { type: 'string' } } } } },
              },
            },
          },
        },
      },
    });
  });

  it.each([
    ['data', { required: ['code', 'msg', 'detail', 'data'] }],
    ['fields', { allOf: [{ required: ['code', 'msg', 'detail'] }, { required: ['name'] }] }],
    ['none', { required: ['code', 'msg', 'detail'] }],
  ] as const)('places an answer in %s', (place, schema) => {
    const read = endpoint('GET', '/x', { name: 'x', tag: 'X', summary: 'X', place, answer: z.object({ name: z.string() }) });
    expect(operationOf(read)).toMatchObject({
      '/x': { get: { responses: { 200: { content: { 'application/json': { schema } } } } } },
    });
  });

  it('has what OAuth speaks: JSON or a form, an answer alone, and refusals of its own', () => {
    const token = endpoint('POST', '/x', {
      name: 'x',
      tag: 'X',
      summary: 'X',
      authentication: 'none',
      oauth: true,
      body: z.object({ a: z.string() }),
      answer: z.object({ access_token: z.string() }),
    });
    expect(operationOf(token)).toMatchObject({
      '/x': {
        post: {
          requestBody: { content: { 'application/json': {}, 'application/x-www-form-urlencoded': {} } },
          responses: {
            200: { content: { 'application/json': { schema: { required: ['access_token'] } } } },
            400: { content: { 'application/json': { schema: { $ref: '#/components/schemas/OAuthFailure' } } } },
            401: {},
          },
        },
      },
    });
  });

  it('has an endpoint that sends the browser elsewhere', () => {
    const away = endpoint('GET', '/x', { name: 'x', tag: 'X', summary: 'X', authentication: 'none', place: 'redirect' });
    const paths = operationOf(away);
    expect(paths).toMatchObject({ '/x': { get: { responses: { 302: {} } } } });
    expect(paths).not.toHaveProperty(['/x', 'get', 'responses', '200']);
  });

  it('has an upload as a form with a file', () => {
    const upload = endpoint('POST', '/x', { name: 'x', tag: 'X', summary: 'X', multipart: true });
    expect(operationOf(upload)).toMatchObject({
      '/x': { post: { requestBody: { content: { 'multipart/form-data': { schema: { required: ['file'] } } } } } },
    });
  });

  it('has a second method under a name of its own, without the body where it is GET', () => {
    const read = endpoint('POST', '/x', { name: 'x', tag: 'X', summary: 'X', alias: 'GET', body: z.object({ a: z.string() }) });
    const paths = operationOf(read);
    expect(paths).toMatchObject({ '/x': { post: { operationId: 'x', requestBody: {} }, get: { operationId: 'xByGET' } } });
    expect(paths).not.toHaveProperty(['/x', 'get', 'requestBody']);
  });

  it('refuses two endpoints of one name', () => {
    expect(() => documentOf(create, create)).toThrow(/createThing/);
  });
});

describe('a query', () => {
  it.each([
    ['5', 5],
    ['50', 50],
  ])('has the whole number %s', (text, value) => {
    expect(queryInteger(1, 50).parse(text)).toBe(value);
  });

  it.each(['0', '51', '1.5', 'x', 'NaN', ['1', '2']])('refuses %j for a whole number from 1 to 50', (text) => {
    expect(queryInteger(1, 50).safeParse(text).success).toBe(false);
  });

  it.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
  ])('has %s for %s', (text, value) => {
    expect(queryBoolean.parse(text)).toBe(value);
  });
});
