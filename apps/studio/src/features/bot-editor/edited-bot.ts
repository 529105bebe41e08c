import type { BotDefinition, BotKnowledge, BotWorkflow } from '@buckle/contract';

/** An intent as it is edited: with the text of its kind, and its examples a line each. */
export interface EditedIntent {
  readonly name: string;
  readonly description: string;
  readonly examples: string;
  readonly kind: 'prompt' | 'reply';
  readonly text: string;
}

/** A tool as it is edited: its parameters are text, which need not be JSON yet. */
export interface EditedTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: string;
}

/** What the bot knows as it is edited. Its settings are kept while no data set is chosen. */
export interface EditedKnowledge {
  readonly datasetIds: readonly string[];
  readonly use: BotKnowledge['use'];
  readonly mode: BotKnowledge['mode'];
  readonly topK: string;
  readonly minScore: string;
  readonly rerank: boolean;
  readonly rewrite: boolean;
  readonly deriveFilter: boolean;
  readonly citations: boolean;
  readonly nothingFoundReply: string;
}

export type EditedVariable = BotDefinition['variables'][number];

/** A bot as its editor holds it: what was typed, also where it is not valid yet. Numbers are text for that. */
export interface EditedBot {
  readonly name: string;
  readonly description: string;
  readonly iconFileId: string;
  readonly prompt: string;
  readonly prologue: string;
  readonly questions: readonly string[];
  readonly modelId: string;
  readonly temperature: string;
  readonly topP: string;
  readonly maxTokens: string;
  readonly contextRound: string;
  readonly responseFormat: '' | NonNullable<BotDefinition['model']['response_format']>;
  readonly replyMode: BotDefinition['suggestions']['reply_mode'];
  readonly customizedPrompt: string;
  readonly variables: readonly EditedVariable[];
  readonly intents: readonly EditedIntent[];
  readonly tools: readonly EditedTool[];
  readonly workflows: readonly BotWorkflow[];
  readonly knowledge: EditedKnowledge;
  /** Who answers: prompt and model, or the chatflow, which is kept while the other answers. */
  readonly answeredBy: 'prompt' | 'chatflow';
  readonly chatflow: BotWorkflow | undefined;
}

/** A bot, opened for editing. */
export function editedOf(definition: BotDefinition): EditedBot {
  const { model, onboarding, suggestions } = definition;
  return {
    name: definition.name,
    description: definition.description,
    iconFileId: definition.icon_file_id,
    prompt: definition.prompt,
    prologue: onboarding.prologue,
    questions: onboarding.suggested_questions,
    modelId: model.model_id,
    temperature: textOf(model.temperature),
    topP: textOf(model.top_p),
    maxTokens: textOf(model.max_tokens),
    contextRound: textOf(model.context_round),
    responseFormat: model.response_format ?? '',
    replyMode: suggestions.reply_mode,
    customizedPrompt: suggestions.customized_prompt,
    variables: definition.variables,
    intents: definition.intents.map((intent) => ({
      name: intent.name,
      description: intent.description,
      examples: intent.examples.join('\n'),
      kind: intent.reply === undefined ? 'prompt' : 'reply',
      text: intent.reply ?? intent.prompt ?? '',
    })),
    tools: definition.tools.map(({ function: tool }) => ({
      name: tool.name,
      description: tool.description,
      parameters: JSON.stringify(tool.parameters, null, 2),
    })),
    workflows: definition.workflows ?? [],
    knowledge: editedKnowledgeOf(definition.knowledge ?? usualKnowledge),
    answeredBy: definition.chatflow === undefined ? 'prompt' : 'chatflow',
    chatflow: definition.chatflow,
  };
}

/**
 * The bot as it is saved. What was added and left empty is not there yet. Only for what has no
 * problems (`problemsOf`): throws `SyntaxError` where the parameters of a tool are no JSON.
 */
export function definitionOf(edited: EditedBot): BotDefinition {
  return {
    name: edited.name.trim(),
    description: edited.description,
    icon_file_id: edited.iconFileId,
    prompt: edited.prompt,
    onboarding: { prologue: edited.prologue, suggested_questions: edited.questions.filter((question) => question.trim() !== '') },
    model: {
      model_id: edited.modelId,
      ...numberField('temperature', edited.temperature),
      ...numberField('top_p', edited.topP),
      ...numberField('max_tokens', edited.maxTokens),
      ...numberField('context_round', edited.contextRound),
      ...(edited.responseFormat === '' ? {} : { response_format: edited.responseFormat }),
    },
    suggestions: { reply_mode: edited.replyMode, customized_prompt: edited.customizedPrompt },
    variables: edited.variables.filter((variable) => !isBlankVariable(variable)),
    intents: edited.intents
      .filter((intent) => !isBlankIntent(intent))
      .map(({ name, description, examples, kind, text }) => ({ name: name.trim(), description, examples: linesOf(examples), [kind]: text })),
    tools: edited.tools
      .filter((tool) => !isBlankTool(tool))
      // It is an object: `problemsOf` has looked.
      .map(({ name, description, parameters }) => ({ type: 'function', function: { name, description, parameters: JSON.parse(parameters) as Record<string, unknown> } })),
    ...(edited.workflows.length > 0 && { workflows: [...edited.workflows] }),
    ...(edited.knowledge.datasetIds.length > 0 && { knowledge: knowledgeOf(edited.knowledge) }),
    ...(edited.answeredBy === 'chatflow' && edited.chatflow && { chatflow: edited.chatflow }),
  };
}

/** How knowledge is used where nothing else is chosen: the defaults of the contract's `botKnowledge`. */
const usualKnowledge: BotKnowledge = {
  dataset_ids: [],
  use: 'automatic',
  mode: 'hybrid',
  top_k: 5,
  min_score: 0,
  rerank: false,
  rewrite: false,
  derive_filter: false,
  citations: true,
  nothing_found_reply: '',
};

function editedKnowledgeOf(knowledge: BotKnowledge): EditedKnowledge {
  // One that was saved earlier may lack a setting.
  const { dataset_ids: datasetIds, top_k: topK, min_score: minScore, nothing_found_reply: nothingFoundReply, derive_filter: deriveFilter, ...rest } = { ...usualKnowledge, ...knowledge };
  return { ...rest, deriveFilter, datasetIds, topK: String(topK), minScore: String(minScore), nothingFoundReply };
}

function knowledgeOf({ datasetIds, topK, minScore, nothingFoundReply, deriveFilter, ...rest }: EditedKnowledge): BotKnowledge {
  return {
    ...usualKnowledge,
    ...rest,
    derive_filter: deriveFilter,
    dataset_ids: [...datasetIds],
    ...numberField('top_k', topK),
    ...numberField('min_score', minScore),
    nothing_found_reply: nothingFoundReply,
  };
}

/** What a new variable, intent and tool begin with. */
export const blank = {
  variable: { keyword: '', default_value: '', description: '', enable: true, prompt_enable: true },
  intent: { name: '', description: '', examples: '', kind: 'prompt', text: '' },
  tool: { name: '', description: '', parameters: '{\n  "type": "object",\n  "properties": {}\n}' },
} as const satisfies { variable: EditedVariable; intent: EditedIntent; tool: EditedTool };

/** Whether nothing has been put in yet. */
export function isBlankVariable({ keyword, default_value: value, description }: EditedVariable): boolean {
  return keyword === '' && value === '' && description === '';
}

export function isBlankIntent({ name, description, examples, text }: EditedIntent): boolean {
  return name === '' && description === '' && examples === '' && text === '';
}

export function isBlankTool({ name, description, parameters }: EditedTool): boolean {
  return name === '' && description === '' && parameters === blank.tool.parameters;
}

/** The lines of a text that hold something. */
export function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}

function textOf(number: number | undefined): string {
  return number === undefined ? '' : String(number);
}

function numberField<Name extends string>(name: Name, text: string): { [K in Name]?: number } {
  // The type of an object with a computed key is too wide for TypeScript.
  return (text.trim() === '' ? {} : { [name]: Number(text) }) as { [K in Name]?: number };
}
