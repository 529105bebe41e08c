import type { ToolSource } from '#application/conversations/index.ts';
import type { Tracer } from '#services/tracing/index.ts';

/** Tools whose runs are spans. */
export function tracedTools(source: ToolSource, tracer: Tracer): ToolSource {
  return {
    toolsOf: async (bot, user) =>
      (await source.toolsOf(bot, user)).map((tool) => ({
        definition: tool.definition,
        run: (invocation) => tracer.span({ name: `tool ${tool.definition.name}` }, () => tool.run(invocation)),
      })),
  };
}
