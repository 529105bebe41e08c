import { expect, it } from 'vitest';
import { Outbound, parseAllowList } from '#services/outbound/index.ts';
import { ReplayServer, type Recording } from '../testing/replay-server.ts';
import { embeddingModelCases } from '../texts/cases.ts';
import { onlyPiece } from '../wrappers/only-piece.ts';
import { googleRecordings } from './google-recordings.ts';
import { googleEmbeddingModel } from './providers.ts';

const ANSWER: Recording = {
  headers: { 'content-type': 'application/json; charset=UTF-8' },
  chunks: [JSON.stringify({ embeddings: [{ values: [3, 4, 0] }, { values: [0, 0, 2] }] })],
};
const { authentication, notFound, rateLimited, contextTooLong: tooLong, failed } = googleRecordings.errors;

embeddingModelCases('Google embeddings', {
  countsTokens: false,
  recordings: { answer: ANSWER, errors: { authentication, notFound, rateLimited, tooLong, failed } },
  create: (origin, { fetch }, apiKey) => googleEmbeddingModel({ baseUrl: `${origin}/v1beta`, modelName: 'gemini-embedding', apiKey, type: 'embedding' }, fetch),
  textsIn: (body) => JSON.parse(body).requests.map(({ content }: { content: { parts: { text: string }[] } }) => content.parts[0]?.text),
});

it('tells Google what the texts are for', async () => {
  const server = await ReplayServer.start(ANSWER);
  const outbound = new Outbound({ allow: parseAllowList('127.0.0.1') });
  const model = googleEmbeddingModel({ baseUrl: `${server.origin}/v1beta`, modelName: 'm', apiKey: 'k' }, outbound.fetch);
  for (const purpose of ['query', 'passage'] as const) await onlyPiece(model, { texts: ['a', 'b'], purpose }, new AbortController().signal);
  await outbound.close();
  await server.close();
  expect(server.bodies.map((body) => body.match(/"taskType":"(\w+)"/)?.[1])).toEqual(['RETRIEVAL_QUERY', 'RETRIEVAL_DOCUMENT']);
});
