import { estimateTokens } from '#kernel/estimate-tokens.ts';
import type { ChatRequest, ModelMessage, ModelPart, TokenUsage } from './port.ts';

/** What the frame of a message costs. */
const TOKENS_PER_MESSAGE = 4;
/** A picture of middling size, as vendors count them. */
const TOKENS_PER_PICTURE = 800;
/** A file that is no text: per this many bytes, one token. */
const BYTES_PER_TOKEN = 16;

/** Estimates the tokens of several texts together. */
export function estimateTextTokens(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + estimateTokens(text), 0);
}

/** Estimates the tokens of a message, its parts and tool calls included. */
export function estimateMessageTokens(message: ModelMessage): number {
  if (message.role === 'user' && typeof message.content !== 'string') {
    return message.content.reduce((sum, part) => sum + estimatePartTokens(part), TOKENS_PER_MESSAGE);
  }
  const text = typeof message.content === 'string' ? estimateTokens(message.content) : 0;
  const calls = message.role === 'assistant' ? (message.toolCalls ?? []) : [];
  return calls.reduce((sum, call) => sum + estimateTokens(call.name + call.arguments), TOKENS_PER_MESSAGE + text);
}

/** The usage of a call whose vendor counts none. */
export function estimateUsage(request: ChatRequest, output: string): TokenUsage {
  const tools = request.tools ? estimateTokens(JSON.stringify(request.tools)) : 0;
  const inputTokens = request.messages.reduce((sum, message) => sum + estimateMessageTokens(message), tools);
  return { inputTokens, outputTokens: estimateTokens(output) };
}

function estimatePartTokens(part: ModelPart): number {
  switch (part.type) {
    case 'text':
      return estimateTokens(part.text);
    case 'image':
      return TOKENS_PER_PICTURE;
    case 'file':
      return Math.ceil(part.data.byteLength / BYTES_PER_TOKEN);
  }
}
