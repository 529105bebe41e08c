import { end, from, given, line, node, params, start, text } from '@buckle/canvas/testing';
import type { Answering } from '../echo-server.ts';
import { type OwnCanvas, straight, type Surroundings } from './own-canvas.ts';

/** How the server behaves that the documents call, by the paths of their requests. */
export const misbehave: Answering = ({ url }, number) => {
  if (url === '/missing') return { status: 404, body: 'not here' };
  if (url === '/cafe.txt') return { body: CAFE };
  if (url === '/slow') return { delay: 30_000 };
  if (url.startsWith('/first-')) return first.has(url) ? { body: 'the second time' } : firstTime(url, number);
  return undefined;
};

/** What stands in a document that is fetched. */
export const CAFE = 'The cafe is by the river.';

/** Requests that came once. */
const first = new Set<string>();

function firstTime(url: string, number: number): ReturnType<Answering> {
  first.add(url);
  return url === '/first-slow' ? { delay: 30_000 } : { status: 503, body: `not yet ${number}` };
}

/** The id that a document has for a model that stands in for another. */
export const BACKUP = '9001';

const failure = [{ name: 'isSuccess', type: 'boolean' }, { name: 'errorBody', type: 'object', schema: [{ name: 'errorMessage', type: 'string' }, { name: 'errorCode', type: 'string' }] }];

/** Documents with each way to deal with a node that fails. */
export function canvasesOfFailures({ echo }: Surroundings): Readonly<Record<string, OwnCanvas>> {
  const call = (path: string, settingOnError: object): unknown =>
    node('h', '45', { title: 'Call', inputs: { apiInfo: { method: 'GET', url: `${echo}${path}` }, inputParameters: [], settingOnError }, outputs: [{ name: 'body', type: 'string' }, ...failure] });
  const told = end({ body: from('h.body'), ok: from('h.isSuccess', 'boolean'), code: from('h.errorBody.errorCode') });
  return {
    'a failure that ends the run, and names its node and reason': straight([start(), call('/missing', { processType: 1 }), end({ body: from('h.body') })], { error: '"Call" failed: ' }),
    'a failure with a default': straight([start(), call('/missing', { processType: 2, dataOnErr: '{"body":"nothing"}' }), told], { output: { body: 'nothing', ok: false, code: 'http_status' } }),
    'a failure with a default, as the first form of the setting had it': straight([start(), call('/missing', { switch: true, dataOnErr: '{"body":"nothing"}' }), told], { output: { body: 'nothing', ok: false, code: 'http_status' } }),
    'a failure with a branch of its own': {
      nodes: [
        start(),
        node('c', '5', { title: 'Code', inputs: { language: 5, code: 'async function main() { throw new Error("no"); }', inputParameters: [], settingOnError: { processType: 3, dataOnErr: '{"n":"none"}' } }, outputs: [{ name: 'n', type: 'string' }, ...failure] }),
        text('fail', 'failed: {{m}}', { m: from('c.errorBody.errorMessage') }), text('well', 'well'),
        node('one', '32', { inputs: { mergeGroups: [{ name: 'how', variables: [from('well.output'), from('fail.output')] }] } }),
        end({ how: from('one.how'), n: from('c.n') }),
      ],
      edges: [line('100001', 'c'), line('c', 'well'), line('c:branch_error', 'fail'), line('well', 'one'), line('fail', 'one'), line('one', '900001')],
      output: { how: 'failed: Line 1: Error: no', n: 'none' },
    },
    'another attempt': straight([start(), call('/first-503', { processType: 2, retryTimes: 2, dataOnErr: '{"body":"nothing"}' }), told], { output: { body: 'the second time', ok: true, code: null } }),
    'a time-out of one attempt, and another': straight([start(), call('/first-slow', { processType: 1, attemptTimeoutMs: 200, retryTimes: 1 }), end({ body: from('h.body') })], { output: { body: 'the second time' } }),
    'a time-out of all attempts': straight([start(), call('/slow', { processType: 2, timeoutMs: 200, retryTimes: 5, dataOnErr: '{"body":"too late"}' }), told], { output: { body: 'too late', ok: false, code: 'timeout' } }),
    'a model that stands in for another': straight(
      [
        start(),
        node('m', '3', {
          inputs: { inputParameters: [], llmParam: params({ prompt: given('Hi') }), settingOnError: { processType: 1, retryTimes: 1, timeoutMs: 60_000, ext: { backupLLmParam: JSON.stringify({ modelType: BACKUP, temperature: 0.5 }) } } },
          outputs: [{ name: 'output', type: 'string' }],
        }),
        end({ output: from('m.output') }),
      ],
      { replies: ({ body }) => (body['model'] === 'backup' ? { text: `I stand in, at ${JSON.stringify(body['temperature'])}` } : { error: { status: 400, message: 'no' } }), output: { output: 'I stand in, at 0.5' } },
    ),
  };
}
