import { z } from 'zod';
import { nameOf, variableKeyword } from './names.ts';

/** A bot's name. */
export const botName = nameOf(50);

/** What a bot is for, as lists show it. */
export const botDescription = z.string().max(2_000);

/** A persona and its instructions. */
export const prompt = z.string().max(100_000);

/** What a bot says first, and questions that it offers. */
export const onboarding = z
  .object({ prologue: z.string().max(4_000).default(''), suggested_questions: z.array(z.string().max(500)).max(10).default([]) })
  .meta({ id: 'Onboarding' });

/** Whether questions to go on with are suggested after an answer: not, by our prompt, or by an own one. */
export const suggestions = z
  .object({ reply_mode: z.enum(['disable', 'enable', 'customized']), customized_prompt: z.string().max(4_000).default('') })
  .meta({ id: 'Suggestions' });

/** Which model a bot asks and how. An empty id is the workspace's default model. */
export const botModel = z
  .object({
    model_id: z.string().max(64).default(''),
    temperature: z.number().min(0).max(2).optional(),
    top_p: z.number().min(0).max(1).optional(),
    max_tokens: z.int().min(1).max(1_000_000).optional(),
    context_round: z.int().min(0).max(100).optional().describe('How many earlier rounds the model is shown; 10 where absent'),
    response_format: z.enum(['text', 'markdown', 'json']).optional(),
  })
  .meta({ id: 'BotModel' });

/** A value that a bot keeps for each of its users. */
export const botVariable = z
  .object({
    keyword: variableKeyword,
    default_value: z.string().max(10_000).default(''),
    description: z.string().max(500).default(''),
    enable: z.boolean().default(true),
    prompt_enable: z.boolean().default(true).describe('Whether the model is told its value and may change it'),
  })
  .meta({ id: 'BotVariable' });

/** A purpose that the bot recognises in what its user says, with an own prompt or a fixed reply. */
export const botIntent = z
  .object({
    name: nameOf(50),
    description: z.string().max(500).default(''),
    examples: z.array(z.string().min(1).max(500)).max(50).default([]),
    prompt: prompt.optional().describe("Takes the place of the bot's prompt while the intent holds"),
    reply: z.string().min(1).max(10_000).optional().describe('Given as the answer, without asking the model'),
  })
  .refine((intent) => (intent.prompt === undefined) !== (intent.reply === undefined), 'give either prompt or reply')
  .meta({ id: 'BotIntent' });

/** A tool that the caller of a chat runs itself, in the shape that OpenAI's API has for it. */
export const functionTool = z
  .object({
    type: z.literal('function').default('function'),
    function: z.object({
      name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
      description: z.string().max(4_000).default(''),
      parameters: z.record(z.string(), z.unknown()).default({ type: 'object', properties: {} }).describe('A JSON Schema'),
    }),
  })
  .meta({ id: 'FunctionTool' });

/** A workflow that a bot uses. */
const botWorkflow = z
  .strictObject({
    workflow_id: z.string().min(1).max(64),
    version: z.string().max(32).default('').describe('Empty in a draft for the one that is online when the bot is published'),
  })
  .meta({ id: 'BotWorkflow' });

/** What a bot knows beside its prompt: data sets that are searched for each question, or when the model asks for it. */
export const botKnowledge = z
  .strictObject({
    dataset_ids: z.array(z.string().min(1).max(64)).max(20).describe('Of the same workspace'),
    use: z.enum(['automatic', 'tool']).default('automatic').describe('automatic: searched before each answer; tool: searched when the model calls for it'),
    mode: z.enum(['keyword', 'semantic', 'hybrid']).default('hybrid'),
    top_k: z.int().min(1).max(50).default(5),
    min_score: z.number().min(0).max(1).default(0),
    rerank: z.boolean().default(false),
    rewrite: z.boolean().default(false).describe('Whether the model first makes a question of its own of what was said before; where it is searched automatically'),
    derive_filter: z.boolean().default(false).describe('Whether the model makes conditions of the question, which the fields of passages have to fulfil'),
    citations: z.boolean().default(true).describe('Whether the model is asked to name the passages that it uses, like [1]'),
    nothing_found_reply: z.string().max(4_000).default('').describe('The answer where nothing is found, without asking the model; empty to ask it all the same'),
  })
  .meta({ id: 'BotKnowledge' });

/** All that makes a bot what it is: what is edited as its draft and frozen as a version. */
export const botDefinition = z
  .strictObject({
    name: botName,
    description: botDescription.default(''),
    icon_file_id: z.string().max(64).default(''),
    prompt: prompt.default(''),
    onboarding: onboarding.default({ prologue: '', suggested_questions: [] }),
    model: botModel.default({ model_id: '' }),
    suggestions: suggestions.default({ reply_mode: 'disable', customized_prompt: '' }),
    variables: z.array(botVariable).max(100).default([]),
    intents: z.array(botIntent).max(50).default([]),
    tools: z.array(functionTool).max(64).default([]),
    workflows: z.array(botWorkflow).max(50).optional().describe('Workflows that the model may call; published ones of the same workspace'),
    knowledge: botKnowledge.optional(),
    chatflow: botWorkflow.optional().describe('A chatflow that answers in the place of prompt and model'),
  })
  .meta({ id: 'BotDefinition' });

export type BotDefinition = z.output<typeof botDefinition>;
export type BotKnowledge = z.output<typeof botKnowledge>;
export type BotWorkflow = z.output<typeof botWorkflow>;
export type BotIntent = z.output<typeof botIntent>;
export type BotVariable = z.output<typeof botVariable>;
export type FunctionTool = z.output<typeof functionTool>;
