import type { BotDefinition } from '@buckle/contract';
import { BadRequest } from '#kernel/errors.ts';

const PLACEHOLDER = /\{\{\s*([\p{L}_][\p{L}\p{N}_]*)\s*\}\}/gu;

const LONGEST_PROMPT = 1_000_000;

/** The values that a prompt may name, by keyword. */
export type PromptVariables = ReadonlyMap<string, string>;

/**
 * The values of a turn's variables: the call's own go before what is kept of the user, and that
 * before what the bot declares as a default.
 */
export function promptVariables(
  bot: BotDefinition,
  stored: readonly { readonly keyword: string; readonly value: string }[],
  custom: Readonly<Record<string, string>>,
): PromptVariables {
  const values = new Map<string, string>();
  for (const { keyword, default_value, enable } of bot.variables) if (enable) values.set(keyword, default_value);
  for (const { keyword, value } of stored) values.set(keyword, value);
  for (const [keyword, value] of Object.entries(custom)) values.set(keyword, value);
  return values;
}

/**
 * A prompt with `{{keyword}}` replaced by its value; names without a value stay as they are. Throws
 * `BadRequest` where that makes it longer than any model reads.
 */
export function renderPrompt(prompt: string, variables: PromptVariables): string {
  let length = prompt.length;
  return prompt.replace(PLACEHOLDER, (whole, keyword: string) => {
    const value = variables.get(keyword) ?? whole;
    length += value.length - whole.length;
    if (length > LONGEST_PROMPT) {
      throw new BadRequest(`The prompt with its variables is longer than ${LONGEST_PROMPT} characters: name them less often, or shorten their values.`);
    }
    return value;
  });
}

/** The system message: the persona, and what the bot is to know of its user. */
export function systemMessage(prompt: string, bot: BotDefinition, variables: PromptVariables): string {
  const known = bot.variables
    .filter(({ enable, prompt_enable }) => enable && prompt_enable)
    .map(({ keyword, description }) => ({ keyword, description, value: variables.get(keyword) ?? '' }))
    .filter(({ value }) => value !== '')
    .map(({ keyword, description, value }) => `- ${keyword}${description ? ` (${description})` : ''}: ${value}`);
  const rendered = renderPrompt(prompt, variables);
  return known.length === 0 ? rendered : `${rendered}\n\n# What is known of the user\n${known.join('\n')}`.trimStart();
}
