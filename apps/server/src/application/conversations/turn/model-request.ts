import type { BotDefinition, FunctionTool } from '@buckle/contract';
import type { ChatRequest, ModelMessage, ModelTool } from '#services/models/port.ts';
import type { ServerTool } from './tool-port.ts';

/** What a bot's model is asked; in the `last` round it may call no more tools. */
export function requestOf({ model }: BotDefinition, messages: readonly ModelMessage[], tools: readonly ModelTool[], last: boolean): ChatRequest {
  return {
    messages,
    ...(tools.length > 0 ? { tools } : {}),
    ...(last ? { toolChoice: 'none' } : {}),
    ...(model.temperature === undefined ? {} : { temperature: model.temperature }),
    ...(model.top_p === undefined ? {} : { topP: model.top_p }),
    ...(model.max_tokens === undefined ? {} : { maxTokens: model.max_tokens }),
    ...(model.response_format === 'json' ? { responseFormat: 'json' } : {}),
  };
}

/** The client's tools: those of the call go before the bot's of the same name, the server's before both. */
export function clientToolsOf(bot: readonly FunctionTool[], call: readonly FunctionTool[], server: readonly ServerTool[]): ModelTool[] {
  const byName = new Map<string, ModelTool>();
  for (const { function: tool } of [...bot, ...call]) byName.set(tool.name, tool);
  for (const { definition } of server) byName.delete(definition.name);
  return [...byName.values()];
}
