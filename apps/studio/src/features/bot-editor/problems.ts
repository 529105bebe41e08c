import { type EditedBot, type EditedIntent, isBlankIntent, isBlankTool, isBlankVariable, linesOf } from './edited-bot.ts';

/** What is wrong with a field: a word of `botEditor.problems`, and what stands in its gaps. */
export type Problem =
  | { readonly word: 'required' | 'chooseChatflow' | 'keyword' | 'double' | 'toolName' | 'schema' }
  | { readonly word: 'long' | 'many'; readonly count: number }
  | { readonly word: 'number' | 'whole'; readonly from: number; readonly to: number }
  | { readonly word: 'json'; readonly reason: string };

/** Problems by the path of their field, such as `intents.0.name`. */
export type Problems = ReadonlyMap<string, Problem>;

const KEYWORD = /^[\p{L}_][\p{L}\p{N}_]{0,63}$/u;
const TOOL_NAME = /^[a-zA-Z0-9_-]{1,64}$/;

/** What keeps a bot from being saved: the limits of the contract's `botDefinition`, whose schemas do not come to the browser. */
export function problemsOf(bot: EditedBot): Problems {
  const found = new Map<string, Problem>();
  const check = (path: string, problem: Problem | undefined): void => {
    if (problem) found.set(path, problem);
  };
  check('name', needed(bot.name) ?? within(bot.name.trim(), 50));
  check('description', within(bot.description, 2_000));
  check('prompt', within(bot.prompt, 100_000));
  check('prologue', within(bot.prologue, 4_000));
  check('questions', atMost(bot.questions.filter((question) => question.trim() !== '').length, 10));
  bot.questions.forEach((question, index) => check(`questions.${index}`, within(question, 500)));
  check('temperature', between(bot.temperature, 0, 2));
  check('topP', between(bot.topP, 0, 1));
  check('maxTokens', between(bot.maxTokens, 1, 1_000_000, true));
  check('contextRound', between(bot.contextRound, 0, 100, true));
  check('customizedPrompt', within(bot.customizedPrompt, 4_000));
  checkVariables(bot, check);
  checkIntents(bot, check);
  checkTools(bot, check);
  check('workflows', atMost(bot.workflows.length, 50));
  check('knowledge.datasetIds', atMost(bot.knowledge.datasetIds.length, 20));
  check('knowledge.topK', between(bot.knowledge.topK, 1, 50, true));
  check('knowledge.minScore', between(bot.knowledge.minScore, 0, 1));
  check('knowledge.nothingFoundReply', within(bot.knowledge.nothingFoundReply, 4_000));
  check('chatflow', bot.answeredBy === 'chatflow' && bot.chatflow === undefined ? { word: 'chooseChatflow' } : undefined);
  return found;
}

type Check = (path: string, problem: Problem | undefined) => void;

function checkVariables({ variables }: EditedBot, check: Check): void {
  check('variables', atMost(variables.length, 100));
  variables.forEach((variable, index) => {
    if (isBlankVariable(variable)) return;
    const { keyword, default_value: value, description } = variable;
    const isFirst = variables.findIndex((each) => each.keyword === keyword) === index;
    check(`variables.${index}.keyword`, KEYWORD.test(keyword) ? (isFirst ? undefined : { word: 'double' }) : { word: 'keyword' });
    check(`variables.${index}.value`, within(value, 10_000));
    check(`variables.${index}.description`, within(description, 500));
  });
}

function checkIntents({ intents }: EditedBot, check: Check): void {
  check('intents', atMost(intents.length, 50));
  intents.forEach((intent, index) => {
    if (isBlankIntent(intent)) return;
    const { name, description, examples, kind, text } = intent;
    check(`intents.${index}.name`, needed(name) ?? within(name.trim(), 50) ?? (isFirstOfName(intents, index) ? undefined : { word: 'double' }));
    check(`intents.${index}.description`, within(description, 500));
    const lines = linesOf(examples);
    check(`intents.${index}.examples`, atMost(lines.length, 50) ?? within(lines.toSorted((one, other) => other.length - one.length)[0] ?? '', 500));
    check(`intents.${index}.text`, kind === 'reply' ? (text === '' ? { word: 'required' } : within(text, 10_000)) : within(text, 100_000));
  });
}

function isFirstOfName(intents: readonly EditedIntent[], index: number): boolean {
  const name = intents[index]?.name.trim();
  return intents.findIndex((each) => each.name.trim() === name) === index;
}

function checkTools({ tools }: EditedBot, check: Check): void {
  check('tools', atMost(tools.length, 64));
  tools.forEach((tool, index) => {
    if (isBlankTool(tool)) return;
    const { name, description, parameters } = tool;
    const isFirst = tools.findIndex((each) => each.name === name) === index;
    check(`tools.${index}.name`, TOOL_NAME.test(name) ? (isFirst ? undefined : { word: 'double' }) : { word: 'toolName' });
    check(`tools.${index}.description`, within(description, 4_000));
    check(`tools.${index}.parameters`, schemaProblem(parameters));
  });
}

/** What is wrong with the text of a JSON Schema that describes the arguments of a function. */
function schemaProblem(text: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (!isObject(value)) return { word: 'schema' };
    const { type = 'object', properties = {}, required = [] } = value;
    const isSchema = type === 'object' && isObject(properties) && Object.values(properties).every(isObject) && Array.isArray(required);
    return isSchema ? undefined : { word: 'schema' };
  } catch (error) {
    return { word: 'json', reason: error instanceof Error ? error.message : String(error) };
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function needed(text: string): Problem | undefined {
  return text.trim() === '' ? { word: 'required' } : undefined;
}

function within(text: string, count: number): Problem | undefined {
  return text.length > count ? { word: 'long', count } : undefined;
}

function atMost(found: number, count: number): Problem | undefined {
  return found > count ? { word: 'many', count } : undefined;
}

function between(text: string, from: number, to: number, isWhole = false): Problem | undefined {
  if (text.trim() === '') return undefined;
  const number = Number(text);
  const isRight = number >= from && number <= to && (!isWhole || Number.isInteger(number));
  return isRight ? undefined : { word: isWhole ? 'whole' : 'number', from, to };
}
