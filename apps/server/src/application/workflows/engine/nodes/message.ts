import type { EndConfig, MessageConfig } from '@buckle/canvas';
import { type NodeContext, type NodeResult, nodeRunner } from '../node-runner.ts';

/** The output in which a text that was said is. */
const OUTPUT = 'output';

/** Says something while the run goes on. */
export const message = nodeRunner<MessageConfig>({
  key: 'message',
  readsStreams: ({ streamingOutput }) => streamingOutput,
  run: (context) => say(context, false),
});

/** Ends the run: with its inputs, or with an answer that is written from them. */
export const end = nodeRunner<EndConfig>({
  key: 'end',
  readsStreams: ({ terminatePlan, streamingOutput }) => terminatePlan === 'useAnswerContent' && streamingOutput,
  run: (context) => (context.config.terminatePlan === 'useAnswerContent' ? say(context, true) : { outputs: context.inputs }),
});

/** Fills the node's text and says it, piece by piece where it is to be streamed. */
function say(context: NodeContext<MessageConfig>, isAnswer: boolean): NodeResult | Promise<NodeResult> {
  const { content, streamingOutput } = context.config;
  const pieces = context.pieces(content);
  if (pieces.every((piece) => typeof piece === 'string')) {
    const text = pieces.join('');
    const writer = context.message(isAnswer);
    for (const piece of streamingOutput ? pieces : [text]) writer.write(piece);
    writer.end();
    return { outputs: { [OUTPUT]: text }, message: text };
  }
  return sayWhileWritten(context, isAnswer);
}

async function sayWhileWritten(context: NodeContext<MessageConfig>, isAnswer: boolean): Promise<NodeResult> {
  const writer = context.message(isAnswer);
  const said: string[] = [];
  for (const piece of context.pieces(context.config.content)) {
    for await (const part of typeof piece === 'string' ? [piece] : piece) {
      context.signal.throwIfAborted();
      said.push(part);
      writer.write(part);
    }
  }
  writer.end();
  const text = said.join('');
  return { outputs: { [OUTPUT]: text }, message: text };
}
