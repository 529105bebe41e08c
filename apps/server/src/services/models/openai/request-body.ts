import { inlineText } from '../inline-text.ts';
import type { ChatRequest, ModelMessage, ModelPart, ModelTool } from '../port.ts';

/** What differs between the vendors that speak this format. */
export interface OpenAIRequestOptions {
  readonly modelName: string;
  /** OpenAI's newer models refuse `max_tokens`, most others know nothing else. */
  readonly maxTokensField: 'max_tokens' | 'max_completion_tokens';
}

/** The body of a streamed chat completion, as JSON. */
export function requestBody(request: ChatRequest, options: OpenAIRequestOptions): string {
  const tools = request.tools?.length ? request.tools : undefined;
  return JSON.stringify({
    model: options.modelName,
    messages: request.messages.map(wireMessage),
    stream: true,
    stream_options: { include_usage: true },
    tools: tools?.map(wireTool),
    tool_choice: tools && request.toolChoice,
    temperature: request.temperature,
    top_p: request.topP,
    [options.maxTokensField]: request.maxTokens,
    response_format: request.responseFormat === 'json' ? { type: 'json_object' } : undefined,
  });
}

function wireMessage(message: ModelMessage): object {
  switch (message.role) {
    case 'system':
      return message;
    case 'user':
      return { role: 'user', content: typeof message.content === 'string' ? message.content : message.content.map(wirePart) };
    case 'tool':
      return { role: 'tool', tool_call_id: message.toolCallId, content: message.content };
    case 'assistant':
      return message.toolCalls?.length
        ? {
            role: 'assistant',
            content: message.content === '' ? null : message.content,
            tool_calls: message.toolCalls.map((call) => ({
              id: call.id,
              type: 'function',
              function: { name: call.name, arguments: call.arguments },
            })),
            // DeepSeek and Moonshot want the thoughts that led to the calls back, and only those.
            reasoning_content: message.reasoning,
          }
        : { role: 'assistant', content: message.content };
  }
}

function wirePart(part: ModelPart): object {
  switch (part.type) {
    case 'text':
      return part;
    case 'image':
      return { type: 'image_url', image_url: { url: 'url' in part ? part.url : dataUri(part) } };
    case 'file': {
      const text = inlineText(part);
      if (text !== undefined) return { type: 'text', text };
      return { type: 'file', file: { filename: part.fileName, file_data: dataUri(part) } };
    }
  }
}

function wireTool({ name, description, parameters }: ModelTool): object {
  return { type: 'function', function: { name, description, parameters } };
}

function dataUri({ mediaType, data }: { readonly mediaType: string; readonly data: Uint8Array }): string {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return `data:${mediaType};base64,${bytes.toString('base64')}`;
}
