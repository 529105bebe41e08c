import type {
  LanguageModelV4CallOptions,
  LanguageModelV4FilePart,
  LanguageModelV4FunctionTool,
  LanguageModelV4Message,
  LanguageModelV4TextPart,
  LanguageModelV4ToolCallPart,
} from '@ai-sdk/provider';
import { inlineText } from '../inline-text.ts';
import type { ChatRequest, ModelMessage, ModelPart, ModelTool, ModelToolCall } from '../port.ts';

/** A request as AI SDK's providers take it. */
export function callOptions(request: ChatRequest, signal: AbortSignal): LanguageModelV4CallOptions {
  const tools = request.tools?.map(sdkTool);
  return {
    prompt: prompt(request.messages),
    abortSignal: signal,
    ...(tools?.length ? { tools, toolChoice: { type: request.toolChoice ?? 'auto' } } : {}),
    ...(request.temperature === undefined ? {} : { temperature: request.temperature }),
    ...(request.topP === undefined ? {} : { topP: request.topP }),
    ...(request.maxTokens === undefined ? {} : { maxOutputTokens: request.maxTokens }),
    ...(request.responseFormat === 'json' ? { responseFormat: { type: 'json' } } : {}),
  };
}

/**
 * The messages. System messages come first, as these vendors want them. Earlier reasoning stays out:
 * they take it back only with a signature that is not kept.
 */
function prompt(messages: readonly ModelMessage[]): LanguageModelV4Message[] {
  const calls = messages.flatMap((message) => (message.role === 'assistant' ? (message.toolCalls ?? []) : []));
  const toolNames = new Map(calls.map(({ id, name }) => [id, name]));
  const system = messages.filter((message) => message.role === 'system');
  const others = messages.filter((message) => message.role !== 'system');
  return [...system, ...others.map((message) => sdkMessage(message, toolNames))];
}

function sdkMessage(message: Exclude<ModelMessage, { role: 'system' }>, toolNames: ReadonlyMap<string, string>): LanguageModelV4Message {
  switch (message.role) {
    case 'user':
      return {
        role: 'user',
        content: typeof message.content === 'string' ? [{ type: 'text', text: message.content }] : message.content.map(sdkPart),
      };
    case 'assistant':
      return {
        role: 'assistant',
        content: [
          ...(message.content === '' ? [] : [{ type: 'text' as const, text: message.content }]),
          ...(message.toolCalls ?? []).map(sdkToolCall),
        ],
      };
    case 'tool':
      return {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: message.toolCallId,
            toolName: toolNames.get(message.toolCallId) ?? 'tool',
            output: { type: 'text', value: message.content },
          },
        ],
      };
  }
}

function sdkPart(part: ModelPart): LanguageModelV4TextPart | LanguageModelV4FilePart {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'image':
      return 'url' in part
        ? { type: 'file', mediaType: 'image/*', data: { type: 'url', url: new URL(part.url) } }
        : { type: 'file', mediaType: part.mediaType, data: { type: 'data', data: part.data } };
    case 'file': {
      const text = inlineText(part);
      if (text !== undefined) return { type: 'text', text };
      return { type: 'file', mediaType: part.mediaType, filename: part.fileName, data: { type: 'data', data: part.data } };
    }
  }
}

function sdkTool({ name, description, parameters }: ModelTool): LanguageModelV4FunctionTool {
  return { type: 'function', name, description, inputSchema: parameters };
}

function sdkToolCall(call: ModelToolCall): LanguageModelV4ToolCallPart {
  return { type: 'tool-call', toolCallId: call.id, toolName: call.name, input: input(call) };
}

/** A model may have written arguments that are no JSON; the vendor gets them back as one string. */
function input(call: ModelToolCall): unknown {
  try {
    return JSON.parse(call.arguments);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { arguments: call.arguments };
  }
}
