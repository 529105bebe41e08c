import type { BotDefinition, BotKnowledge, BotWorkflow } from '@buckle/contract';
import type { TFunction } from 'i18next';
import type { Named, NamedWorkflow } from '../../shared/use-names.ts';

/** The parts of a bot in the order in which they are compared. */
export const definitionFields = [
  'name', 'description', 'icon_file_id', 'chatflow', 'prompt', 'onboarding', 'model', 'suggestions', 'variables', 'intents', 'workflows', 'knowledge', 'tools',
] as const satisfies readonly (keyof BotDefinition)[];

export type DefinitionField = (typeof definitionFields)[number];

type Words = TFunction<'bots'>;

/** Things of the workspace by their ids, which a bot names by those. */
export interface KnownThings {
  readonly workflows: ReadonlyMap<string, NamedWorkflow>;
  readonly datasets: ReadonlyMap<string, Named>;
}

/** One part of a bot as text that people can read and compare. */
export function textOfField(field: DefinitionField, definition: BotDefinition, t: Words, known: KnownThings): string {
  switch (field) {
    case 'onboarding':
      return lines(definition.onboarding.prologue, ...definition.onboarding.suggested_questions.map((text) => t('values.suggestedQuestion', { text })));
    case 'model':
      return modelText(definition.model, t);
    case 'suggestions':
      return t(`values.${definition.suggestions.reply_mode}`, { text: definition.suggestions.customized_prompt });
    case 'variables':
      return lines(...definition.variables.map((variable) => variableText(variable, t)));
    case 'intents':
      return definition.intents.map((intent) => intentText(intent, t)).join('\n\n');
    case 'tools':
      return definition.tools
        .map((tool) => lines(`${tool.function.name}: ${tool.function.description}`, JSON.stringify(tool.function.parameters, null, 2)))
        .join('\n\n');
    case 'workflows':
      return lines(...(definition.workflows ?? []).map((workflow) => workflowText(workflow, t, known)));
    case 'knowledge':
      return definition.knowledge === undefined ? '' : knowledgeText(definition.knowledge, t, known);
    case 'chatflow':
      return definition.chatflow === undefined ? t('values.prompt') : workflowText(definition.chatflow, t, known);
    case 'name':
    case 'description':
    case 'icon_file_id':
    case 'prompt':
      return definition[field];
  }
}

function modelText({ model_id: id, ...rest }: BotDefinition['model'], t: Words): string {
  const settings = (['temperature', 'top_p', 'max_tokens', 'context_round', 'response_format'] as const).flatMap((name) =>
    rest[name] === undefined ? [] : [t(`values.${name}`, { text: String(rest[name]) })],
  );
  return lines(t('values.model', { text: id === '' ? t('values.defaultModel') : id }), ...settings);
}

function variableText(variable: BotDefinition['variables'][number], t: Words): string {
  const remarks = [variable.description, variable.enable ? '' : t('values.off'), variable.prompt_enable ? '' : t('values.hidden')];
  const said = remarks.filter((remark) => remark !== '').join(', ');
  return t('values.variable', { keyword: variable.keyword, value: variable.default_value }) + (said === '' ? '' : ` (${said})`);
}

/** A draft without a version means the one that is online now. */
function workflowText({ workflow_id: id, version }: BotWorkflow, t: Words, { workflows }: KnownThings): string {
  const known = workflows.get(id);
  const name = known?.name ?? id;
  const meant = version || (known?.online_version ?? '');
  return meant === '' ? name : t('values.workflow', { name, version: meant });
}

/** The data sets a line each, then how they are used; what is switched off or empty is left out. */
function knowledgeText(knowledge: BotKnowledge, t: Words, { datasets }: KnownThings): string {
  const { dataset_ids: ids, use, mode, top_k: count, min_score: score, rerank, rewrite, derive_filter: isFiltered, citations, nothing_found_reply: reply } = knowledge;
  return lines(
    ...ids.map((id) => datasets.get(id)?.name ?? id),
    t(`knowledgeUses.${use}`),
    t(`knowledgeModes.${mode}`),
    t('values.passages', { text: String(count) }),
    score === 0 ? '' : t('values.leastScore', { text: String(score) }),
    rerank ? t('values.reranked') : '',
    rewrite && use === 'automatic' ? t('values.rewritten') : '',
    isFiltered ? t('values.filtered') : '',
    citations ? '' : t('values.noCitations'),
    reply === '' ? '' : t('values.nothingFound', { text: reply }),
  );
}

function intentText({ name, description, examples, prompt, reply }: BotDefinition['intents'][number], t: Words): string {
  return lines(
    description === '' ? name : `${name}: ${description}`,
    examples.length === 0 ? '' : t('values.examples', { text: examples.join(' / ') }),
    prompt === undefined ? '' : t('values.intentPrompt', { text: prompt }),
    reply === undefined ? '' : t('values.intentReply', { text: reply }),
  );
}

function lines(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}
