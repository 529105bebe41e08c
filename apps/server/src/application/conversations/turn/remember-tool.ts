import type { VariableStore } from '#application/variables/index.ts';
import type { ServerTool, ToolSource } from './tool-port.ts';

/**
 * Lets a model keep what a bot is to remember of its user: the tool that Coze's bots have for their
 * variables, under the same name.
 */
export function rememberTools(variables: VariableStore): ToolSource {
  return {
    async toolsOf(bot, user): Promise<readonly ServerTool[]> {
      const keywords = bot.variables.filter(({ enable, prompt_enable }) => enable && prompt_enable);
      if (keywords.length === 0) return [];
      const known = new Set(keywords.map(({ keyword }) => keyword));
      return [
        {
          definition: {
            name: 'setKeywordMemory',
            description: 'Remember something about the user for later conversations. Call it when the user tells it.',
            parameters: {
              type: 'object',
              properties: {
                keyword: {
                  type: 'string',
                  enum: [...known],
                  description: keywords.map(({ keyword, description }) => `${keyword}: ${description}`).join('; '),
                },
                value: { type: 'string' },
              },
              required: ['keyword', 'value'],
            },
          },
          async run({ arguments: { keyword, value } }) {
            if (typeof keyword !== 'string' || !known.has(keyword)) return `There is no keyword ${JSON.stringify(keyword)}.`;
            if (typeof value !== 'string') return 'The value must be text.';
            await variables.set(user, keyword, value);
            return 'Remembered.';
          },
        },
      ];
    },
  };
}
