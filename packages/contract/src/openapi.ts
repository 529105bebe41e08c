import type { Endpoint } from './endpoint.ts';
import { detail, failure } from './common.ts';
import { oauthFailure } from './oauth.ts';
import { type JsonSchema, SchemaCollection } from './json-schema.ts';

/** What the document says about itself. */
export interface OpenApiOptions {
  readonly title: string;
  readonly version: string;
  readonly description: string;
  /** The cookie that carries a session. */
  readonly sessionCookie: string;
}

/** An OpenAPI 3.1 document, as plain JSON. */
export type OpenApiDocument = Readonly<Record<string, unknown>>;

const answers: Readonly<Record<string, string>> = {
  400: 'The request is malformed: `msg` names the field and what is expected',
  401: 'Nobody is signed in, or the token is unknown, expired or revoked',
  403: 'The caller may not do this',
  404: 'The thing does not exist, or the caller has no access to it',
  405: 'The path does not know this method',
  408: 'The body took too long to arrive',
  409: 'Something else happened in the meantime, or still runs',
  413: 'The body is too large',
  415: 'The body is of another type',
  421: 'The Host header names another server',
  429: 'A limit is reached: wait as long as `Retry-After` says',
  500: 'The server failed; its log says why',
  503: 'The server is starting or stopping, or cannot store anything',
};

/** Describes the endpoints as an OpenAPI 3.1 document. Throws when two share a name. */
export function openApiDocument(endpoints: readonly Endpoint[], options: OpenApiOptions): OpenApiDocument {
  const schemas = new SchemaCollection();
  const failureSchema = schemas.answer(failure);
  const paths: Record<string, Record<string, unknown>> = {};
  const names = new Set<string>();
  for (const endpoint of endpoints) {
    if (names.has(endpoint.name)) throw new Error(`Two endpoints are named ${endpoint.name}.`);
    names.add(endpoint.name);
    const path = (paths[endpoint.path] ??= {});
    path[endpoint.method.toLowerCase()] = operation(endpoint, endpoint.name, schemas);
    if (endpoint.alias) {
      path[endpoint.alias.toLowerCase()] = operation(endpoint, `${endpoint.name}By${endpoint.alias}`, schemas);
    }
  }
  return {
    openapi: '3.1.0',
    info: { title: options.title, version: options.version, description: options.description },
    tags: [...new Set(endpoints.map((endpoint) => endpoint.tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas.components,
      responses: Object.fromEntries(
        Object.entries(answers).map(([status, description]) => [
          `Failure${status}`,
          { description, content: { 'application/json': { schema: failureSchema } } },
        ]),
      ),
      headers: {
        LogId: { description: 'Names this request in the log of the server', schema: { type: 'string' } },
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', description: 'A personal access token, or an OAuth access token' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: options.sessionCookie,
          description: 'The session of a signed-in browser; calls that change something need a matching Origin',
        },
      },
    },
  };
}

function operation(endpoint: Endpoint, operationId: string, schemas: SchemaCollection): Record<string, unknown> {
  const parameters = [
    ...parametersIn('path', endpoint, schemas),
    ...parametersIn('query', endpoint, schemas),
    ...(endpoint.creates ? [idempotencyKey] : []),
  ];
  const body = operationId === endpoint.name || endpoint.alias === 'POST' ? requestBody(endpoint, schemas) : undefined;
  return {
    operationId,
    tags: [endpoint.tag],
    summary: endpoint.summary,
    ...(endpoint.permission && { 'x-permission': endpoint.permission }),
    security: endpoint.authentication === 'required' ? [{ bearer: [] }, { session: [] }] : [],
    ...(parameters.length > 0 && { parameters }),
    ...(body !== undefined && { requestBody: body }),
    responses: responses(endpoint, schemas),
  };
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'A repeated call with the same key within 24 hours creates nothing and gets the first answer',
  schema: { type: 'string', minLength: 1, maxLength: 255, pattern: '^[\\x20-\\x7e]+$' },
};

function parametersIn(place: 'path' | 'query', endpoint: Endpoint, schemas: SchemaCollection): unknown[] {
  const source = place === 'path' ? endpoint.params : endpoint.query;
  const schema = schemas.requestFields(source);
  const required = new Set(Array.isArray(schema['required']) ? schema['required'] : []);
  return Object.entries(propertiesOf(schema)).map(([name, property]) => {
    const { description, ...rest } = property;
    return {
      name,
      in: place,
      required: place === 'path' || required.has(name),
      // A parameter without a value counts as absent.
      ...(place === 'query' && { allowEmptyValue: true }),
      ...(typeof description === 'string' && { description }),
      schema: rest,
    };
  });
}

function requestBody(endpoint: Endpoint, schemas: SchemaCollection): unknown {
  if (endpoint.bodyKind === 'none') return undefined;
  if (endpoint.bodyKind === 'multipart') {
    const file = { type: 'string', format: 'binary', contentMediaType: 'application/octet-stream' };
    const schema = { type: 'object', properties: { file }, required: ['file'] };
    return { required: true, content: { 'multipart/form-data': { schema } } };
  }
  if (endpoint.bodyKind === 'any') return { required: false, content: { '*/*': { schema: {} } } };
  const schema = schemas.request(endpoint.body);
  const types = ['application/json', ...(endpoint.oauth ? ['application/x-www-form-urlencoded'] : [])];
  return {
    required: !endpoint.body.safeParse({}).success,
    content: Object.fromEntries(types.map((type) => [type, { schema }])),
  };
}

function responses(endpoint: Endpoint, schemas: SchemaCollection): Record<string, unknown> {
  const statuses = ['400', '403', '404', '405', '409', '421', '429', '500', '503'];
  if (endpoint.authentication === 'required' || endpoint.oauth) statuses.push('401');
  if (endpoint.bodyKind !== 'none') statuses.push('408', '413', '415');
  const failures = Object.fromEntries(
    statuses.toSorted().map((status) => [status, endpoint.oauth ? oauthResponse(status, schemas) : { $ref: `#/components/responses/Failure${status}` }]),
  );
  if (endpoint.place === 'redirect') return { 302: { description: 'Where the browser is sent' }, ...failures };
  if (endpoint.place === 'bytes') return { 200: bytesResponse, ...failures };
  const success = envelope(endpoint, schemas);
  const events = endpoint.events && eventContent(endpoint.events, schemas);
  return {
    200: {
      description: events
        ? 'The answer, or its events. A refusal of a call that asks for events has this status too, except 401, 403, 404 and 429'
        : 'The answer',
      headers: { 'x-tt-logid': { $ref: '#/components/headers/LogId' } },
      content: {
        'application/json': { schema: events ? { anyOf: [success, schemas.answer(failure)] } : success },
        ...(events && { 'text/event-stream': events }),
      },
    },
    ...(endpoint.accepts && { 202: { description: 'Accepted: it will be done', content: { 'application/json': { schema: success } } } }),
    ...failures,
  };
}

const bytesResponse = {
  description: 'The bytes of the file, as a download',
  headers: { 'x-tt-logid': { $ref: '#/components/headers/LogId' } },
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
};

function oauthResponse(status: string, schemas: SchemaCollection): Record<string, unknown> {
  return { description: answers[status], content: { 'application/json': { schema: schemas.answer(oauthFailure) } } };
}

function envelope(endpoint: Endpoint, schemas: SchemaCollection): JsonSchema {
  const base = {
    code: { type: 'integer', const: 0 },
    msg: { type: 'string' },
    detail: schemas.answer(detail),
  };
  if (endpoint.place === 'none') return { type: 'object', properties: base, required: ['code', 'msg', 'detail'] };
  const answer = schemas.answer(endpoint.answer);
  if (endpoint.place === 'alone') return answer;
  const whole = {
    type: 'object',
    properties: endpoint.place === 'data' ? { ...base, data: answer } : base,
    required: ['code', 'msg', 'detail', ...(endpoint.place === 'data' ? ['data'] : [])],
  };
  return endpoint.place === 'data' ? whole : { allOf: [whole, answer] };
}

function eventContent(events: NonNullable<Endpoint['events']>, schemas: SchemaCollection): Record<string, unknown> {
  const names = Object.keys(events);
  return {
    schema: {
      type: 'string',
      description: `Server-sent events, each of an \`event:\` and a \`data:\` line of JSON: ${names.join(', ')}`,
    },
    'x-events': Object.fromEntries(
      Object.entries(events).map(([name, schema]) => [name, schemas.answer(schema)]),
    ),
  };
}

function propertiesOf(schema: JsonSchema): Record<string, JsonSchema> {
  const { properties } = schema;
  if (typeof properties !== 'object' || properties === null) return {};
  return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, { ...property }]));
}
