import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { type Endpoint, isManagement } from '@buckle/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pathOf } from './testing/call-endpoint.ts';
import { MAX_BODY_BYTES } from './testing/composed-gateway.ts';
import { type Schema, sampleRequest, schemaOf } from './testing/sample-request.ts';
import { checkAnswer, refusalOf, Scene } from './testing/scene.ts';

// Every route of the application, called with what no client should send: a refusal, never a failure and never a hang.

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

/** Values that fit few fields, or none. */
const ODD_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  2 ** 53,
  '',
  ' ',
  'x',
  '\0',
  '\ud800',
  '../../etc/passwd',
  '💥',
  'x'.repeat(100_000),
  [],
  [null],
  [[]],
  ['x', 'x'],
  {},
  { a: null },
  { __proto__: null, constructor: { prototype: 1 } },
];

/** Ids and texts as they stand in an address. */
const ODD_TEXTS = ['%00', '%20', '-1', '0', 'NaN', '1e400', '%F0%9F%92%A5', '..%2F..%2Fetc%2Fpasswd', 'x'.repeat(400), '%5B%5D', '%ED%A0%80', '%', '%zz', "'", '%22', '$ne'];

function withBodies(): Endpoint[] {
  return scene.endpoints.filter(({ bodyKind }) => bodyKind === 'json');
}

/** A refusal of an endpoint; one that always streams hides its status from Coze's clients, which could not read the reason. */
function refused(endpoint: Endpoint, status: number): { status: number; code: number } {
  const alwaysStreams = endpoint.events !== undefined && !isManagement(endpoint) && !('stream' in (schemaOf(endpoint.body).properties ?? {}));
  return { status: alwaysStreams ? 200 : status, code: 4000 };
}

/** The places of all fields of a body, those of parts too. */
function placesIn(schema: Schema, above: readonly (string | number)[] = []): (string | number)[][] {
  const fields = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [[...above, name], ...placesIn(part, [...above, name])]);
  const items = schema.items ? [[...above, 0], ...placesIn(schema.items, [...above, 0])] : [];
  return [...fields, ...items, ...(schema.anyOf ?? []).flatMap((branch) => placesIn(branch, above))];
}

/** A copy of a body with another value at a place; what is missing on the way there is made. */
function withValue(body: unknown, [step, ...rest]: readonly (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') return [withValue(Array.isArray(body) ? body[step] : undefined, rest, value)];
  const fields = typeof body === 'object' && body !== null ? body : {};
  return { ...fields, [step]: withValue(Object.getOwnPropertyDescriptor(fields, step)?.value, rest, value) };
}

/** Whether a body has something at a place. */
function hasPlace(body: unknown, [step, ...rest]: readonly (string | number)[]): boolean {
  if (step === undefined) return true;
  return typeof body === 'object' && body !== null && step in body && hasPlace(Object.getOwnPropertyDescriptor(body, step)?.value, rest);
}

/** Runs a check on each endpoint, and says which endpoint it was where it fails. */
async function onEach(endpoints: readonly Endpoint[], check: (endpoint: Endpoint) => Promise<void>): Promise<void> {
  for (const endpoint of endpoints) {
    try {
      await check(endpoint);
    } catch (error) {
      throw new Error(`${endpoint.method} ${endpoint.path}`, { cause: error });
    }
  }
}

describe('a body', () => {
  const malformed = ['{', '[1', '{"a":}', '{"a":1}}', "{'a':1}", '\0', '﻿{}', '{"a":"\u0001"}', `${'['.repeat(100)}${']'.repeat(100)}`, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])];

  it('that is no JSON is refused', async () => {
    await onEach(withBodies(), async (endpoint) => {
      for (const rawBody of malformed) {
        expect(refusalOf(await scene.call(endpoint, scene.tokens.owner, { rawBody }))).toEqual(refused(endpoint, 400));
      }
    });
  });

  it('that is JSON and no object is refused', async () => {
    await onEach(withBodies(), async (endpoint) => {
      for (const rawBody of ['null', '[]', '"x"', '1', 'true']) {
        expect(refusalOf(await scene.call(endpoint, scene.tokens.owner, { rawBody }))).toEqual(refused(endpoint, 400));
      }
    });
  });

  it('of another type is refused', async () => {
    await onEach(withBodies(), async (endpoint) => {
      for (const [name, value] of [['content-type', 'text/plain'], ['content-type', 'application/json; charset=latin1'], ['content-encoding', 'gzip']] as const) {
        expect(refusalOf(await scene.call(endpoint, scene.tokens.owner, { rawBody: '{"a":1}', headers: { [name]: value } }))).toEqual(refused(endpoint, 415));
      }
    });
  });

  it('that is too large is refused', async () => {
    await onEach(withBodies(), async (endpoint) => {
      const rawBody = JSON.stringify({ name: 'x'.repeat(Math.max(MAX_BODY_BYTES, endpoint.maxBodyBytes ?? 0)) });
      expect(refusalOf(await scene.call(endpoint, scene.tokens.owner, { rawBody }))).toEqual(refused(endpoint, 413));
    });
  });

  it('with any value in any of its fields is answered', async () => {
    let calls = 0;
    await onEach(withBodies(), async (endpoint) => {
      const { body } = sampleRequest(endpoint, scene.known);
      for (const place of placesIn(schemaOf(endpoint.body))) {
        const bodies = ODD_VALUES.map((value) => withValue(body, place, value));
        calls += bodies.length;
        for (const answer of await Promise.all(bodies.map((each) => scene.call(endpoint, scene.tokens.owner, { body: each })))) checkAnswer(answer);
      }
    });
    expect(calls).toBeGreaterThan(1000);
  }, 120_000);

  it('with a name that is not what it looks like is refused', async () => {
    const named: string[] = [];
    await onEach(withBodies(), async (endpoint) => {
      const { body } = sampleRequest(endpoint, scene.known);
      const places = placesIn(schemaOf(endpoint.body)).filter((steps) => /^((nick_|model_)?name|keyword)$/.test(String(steps.at(-1))));
      // Where the rest of what the name belongs to is missing, that is what is refused.
      for (const place of places.filter((steps) => hasPlace(body, steps.slice(0, -1)))) {
        named.push(`${endpoint.name} ${place.join('.')}`);
        for (const value of ['a\nb', 'a\u0000b', 'gpj.\u202eexe', 'a\u200bb', '\u3164', '\u200d']) {
          const answer = await scene.call(endpoint, scene.tokens.owner, { body: withValue(body, place, value) });
          expect(refusalOf(answer)).toEqual({ status: 400, code: 4000 });
          expect(answer.text).toContain(String(place.at(-1)));
        }
      }
    });
    expect(named).toEqual(expect.arrayContaining(['createBot name', 'createToken name', 'renameConversation name', 'setVariables data.0.keyword']));
  });

  it('without any one of its fields is answered', async () => {
    const answered = onEach(withBodies(), async (endpoint) => {
      const { body } = sampleRequest(endpoint, scene.known);
      for (const name of Object.keys(body ?? {})) {
        checkAnswer(await scene.call(endpoint, scene.tokens.owner, { body: { ...body, [name]: undefined } }));
      }
    });
    await expect(answered).resolves.toBeUndefined();
  });

  it('with a field that /api does not know is refused there', async () => {
    await onEach(withBodies().filter(isManagement), async (endpoint) => {
      const { body } = sampleRequest(endpoint, scene.known);
      const answer = await scene.call(endpoint, scene.tokens.owner, { body: { ...body, nobody_knows: 1 } });
      expect(refusalOf(answer)).toMatchObject({ status: 400, code: 4000 });
    });
  });
});

describe('an address', () => {
  it('with any text for an id or in its query is answered', async () => {
    const statuses = new Set<number>();
    await onEach(scene.endpoints, async (endpoint) => {
      const { params, query } = sampleRequest(endpoint, scene.known);
      for (const name of Object.keys(schemaOf(endpoint.query).properties ?? {})) {
        for (const odd of [...ODD_TEXTS, '', `1&${name}=2`]) {
          const rest = new URLSearchParams(Object.entries(query).filter(([other]) => other !== name)).toString();
          checkAnswer(await scene.call(endpoint, scene.tokens.owner, { query: `${name}=${odd}&${rest}` }));
        }
      }
      for (const name of Object.keys(params)) {
        for (const odd of ['\0', ' ', '-1', '0', '💥', '../../etc/passwd', 'x'.repeat(64), 'x'.repeat(2000), '\ud7ff\ue000']) {
          const answer = await scene.call(endpoint, scene.tokens.owner, { params: { ...params, [name]: odd } });
          // Without an account nobody learns whether a workspace is there.
          if (answer.isBare || endpoint.bodyKind === 'any') checkAnswer(answer);
          else statuses.add(refusalOf(answer).status);
        }
      }
    });
    expect([...statuses].filter((status) => ![400, 404, 414].includes(status))).toEqual([]);
  }, 60_000);

  it('that is no address is refused', async () => {
    const { app } = scene.composed.gateway;
    const headers = { authorization: `Bearer ${scene.tokens.owner}` };
    for (const url of ['/v1/bots/%', '/v1/bots/%zz', '/v1/bots/%ED%A0%80', '/v1//bots', '/v1/bots/..%2f', '/nowhere', `/v1/bots/${'x'.repeat(8000)}`, '/v1/bots/1?%']) {
      const response = await app.inject({ url, headers });
      expect(refusalOf({ status: response.statusCode, type: '', text: response.payload }).status).toBeOneOf([400, 404, 414]);
    }
  });

  it('asked with a method that it does not have is refused with 405', async () => {
    const { app } = scene.composed.gateway;
    const byPath = Map.groupBy(scene.endpoints, ({ path }) => path);
    for (const [path, endpoints] of byPath) {
      const known = endpoints.flatMap(({ method, alias }) => [method, alias]);
      const others = (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((method) => !known.includes(method));
      for (const method of others) {
        const response = await app.inject({ method, url: path.replace(/\{\w+\}/g, '1'), headers: { authorization: `Bearer ${scene.tokens.owner}` } });
        const refusal = refusalOf({ status: response.statusCode, type: '', text: response.payload });
        expect([method, path, refusal.status]).toEqual([method, path, 405]);
      }
    }
  });
});

it.each([
  ['Idempotency-Key', ['', 'x'.repeat(256), '键']],
  ['Authorization', ['', 'Bearer', 'Bearer  ', 'Basic YTpi', 'Bearer a b', `Bearer ${'x'.repeat(5000)}`]],
])('a header %s that is none is refused', async (name, values) => {
  await onEach(scene.endpoints.filter(({ authentication }) => authentication === 'required'), async (endpoint) => {
    for (const value of values) {
      const answer = await scene.call(endpoint, name === 'Authorization' ? undefined : scene.tokens.owner, { headers: { [name]: value } });
      expect(refusalOf(answer).status).toBe(name === 'Authorization' ? 401 : refused(endpoint, 400).status);
    }
  });
});

it('a body that does not come to its end is refused in time, on every route', async () => {
  const address = new URL(await scene.composed.gateway.listen());
  const refusals = await Promise.all(
    scene.endpoints
      .filter(({ bodyKind }) => bodyKind !== 'none')
      .map(async (endpoint) => {
        const socket = connect(Number(address.port), address.hostname);
        await once(socket, 'connect');
        const type = endpoint.bodyKind === 'json' ? 'application/json' : 'multipart/form-data; boundary=b';
        const { params } = sampleRequest(endpoint, scene.known);
        socket.write(
          `${endpoint.method} ${pathOf(endpoint.path, params)} HTTP/1.1\r\nHost: ${address.host}\r\nConnection: close\r\n` +
            `Authorization: Bearer ${scene.tokens.owner}\r\nContent-Type: ${type}\r\nContent-Length: 100\r\n\r\n{`,
        );
        const answer = await text(socket);
        const [head = '', body = ''] = answer.split('\r\n\r\n');
        return [endpoint.path, refusalOf({ status: Number(head.slice(9, 12)), type: '', text: body }).code];
      }),
  );
  expect(refusals.filter(([, code]) => code !== 4000)).toEqual([]);
});
