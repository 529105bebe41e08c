import { botDefinition } from '@buckle/contract';
import { canvas, end, from, line, node, params, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import type { BotVersionDocument } from '#application/bots/index.ts';
import { ManualClock } from '#kernel/clock.ts';
import type { ModelEvent } from '#services/models/port.ts';
import { planOf } from '../engine/testing/run-canvas.ts';
import { questionRunner } from '../nodes/question.ts';
import type { ModelNodeDependencies } from '../nodes/ask-model.ts';
import { counting } from '../testing/counting-node.ts';
import { documentStores } from '../testing/document-stores.ts';
import { openTurnProcess, said, say } from '../testing/turn-process.ts';

const ROUNDS = 50;
const PIECE = 'x'.repeat(200_000);

const rows = { type: 'string' };

/** Makes much that nothing makes durable, then goes on with a node. */
function muchThen(last: unknown) {
  return canvas(
    [
      start('USER_INPUT', { name: 'piece', type: 'string', defaultValue: PIECE }, { name: 'rows', type: 'list', schema: rows, defaultValue: JSON.stringify(Array.from({ length: ROUNDS }, () => 'r')) }),
      node('each', '21', {
        inputs: { loopType: 'array', inputParameters: params({ row: from('100001.rows', 'list', rows) }) },
        outputs: params({ all: from('inner.output', 'list', rows) }),
        blocks: [text('inner', '{{piece}}', { piece: from('100001.piece') })],
        edges: [line('each:loop-function-inline-output', 'inner'), line('inner', 'each')],
      }),
      last,
      end(),
    ],
    [line('100001', 'each'), line('each', 'last'), line('last', '900001')],
  );
}

const asks = node('last', '18', { inputs: { question: 'Your name?', answer_type: 'text', inputParameters: [] }, outputs: [{ name: 'USER_RESPONSE', type: 'string' }] });
const calls = node('last', '45', { inputs: { apiInfo: { method: 'GET', url: 'http://x' }, inputParameters: [], params: [] }, title: 'last' });

const version = { id: '2-1', botId: '2', workspaceId: 'w', number: 1, definition: botDefinition.parse({ name: 'Bot', chatflow: { workflow_id: '7', version: 'v0.0.1' } }) } as unknown as BotVersionDocument;

/** Nobody asks the model. */
async function* reply(): AsyncGenerator<readonly ModelEvent[]> {
  await Promise.reject(new Error('No model is called here.'));
  yield [];
}

describe.each(documentStores())('on %s a chat whose workflow holds more than a document can', (_, isSkipped, openDocuments) => {
  it.skipIf(isSkipped).each([
    ['answers', muchThen(text('last', 'done')), ['Go']],
    ['calls something', muchThen(calls), ['Go']],
    ['asks its user, and goes on', muchThen(asks), ['Go', 'Your name?', 'Ann']],
  ])('%s, and all that was done is there once', async (_what, document, words) => {
    const documents = await openDocuments();
    const process = await openTurnProcess(documents, { clock: new ManualClock(), version, reply, plan: planOf(document, counting(new Map()), questionRunner({} as ModelNodeDependencies)) });
    await say(process, 'Go');
    const { id, contents } = await said(process);
    if (contents.includes('Your name?')) await say(process, 'Ann', id);
    expect((await said(process)).contents.slice(0, words.length)).toEqual(words);
    const { items: [run] } = await process.runs.find({ where: { workflowId: '7' }, limit: 1 });
    expect(run).toMatchObject({ state: 'completed' });
    const entries = await process.kept.read('w', run?.id ?? '');
    const inner = entries.flatMap((entry) => (entry.type === 'node' && entry.node === 'inner' ? [entry.path] : []));
    expect(inner).toEqual(Array.from({ length: ROUNDS }, (_row, index) => `each#${index}/inner`));
    await documents.close();
  });
});
