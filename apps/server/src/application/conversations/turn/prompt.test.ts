import { botDefinition } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { BadRequest } from '#kernel/errors.ts';
import { promptVariables, renderPrompt, systemMessage } from './prompt.ts';

const bot = botDefinition.parse({
  name: 'Bot',
  variables: [
    { keyword: 'city', default_value: 'Paris', description: 'where the user lives' },
    { keyword: 'hidden', default_value: 'x', prompt_enable: false },
  ],
});

describe('the variables of a prompt', () => {
  it("are the call's before the user's, and the user's before the bot's", () => {
    const stored = [{ keyword: 'city', value: 'Rome' }];
    expect(promptVariables(bot, [], {}).get('city')).toBe('Paris');
    expect(promptVariables(bot, stored, {}).get('city')).toBe('Rome');
    expect(promptVariables(bot, stored, { city: 'Oslo' }).get('city')).toBe('Oslo');
  });

  it('stand where the prompt names them; a name without a value stays', () => {
    expect(renderPrompt('In {{ city }}: {{城市}}, {{none}}', new Map([['city', 'Rome'], ['城市', '罗马']]))).toBe('In Rome: 罗马, {{none}}');
  });

  it('are told to the model, those that it may know', () => {
    const message = systemMessage('Hello.', bot, promptVariables(bot, [], {}));
    expect(message).toContain('- city (where the user lives): Paris');
    expect(message).not.toContain('hidden');
  });

  it('cannot make a prompt longer than any model reads', () => {
    const values = new Map([['v', '中'.repeat(10_000)]]);
    expect(() => renderPrompt('{{v}}'.repeat(20_000), values)).toThrow(BadRequest);
    expect(renderPrompt('{{v}}'.repeat(90), values)).toHaveLength(900_000);
  });
});
