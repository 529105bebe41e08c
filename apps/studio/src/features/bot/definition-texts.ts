import type { BotDefinition, BotWorkflow } from '@buckle/contract';
import type { TFunction } from 'i18next';
import type { NamedWorkflow } from '../../shared/use-names.ts';

/** The parts of a bot in the order in which they are compared. */
export const definitionFields = [
  'name', 'description', 'icon_file_id', 'chatflow', 'prompt', 'onboarding', 'model', 'suggestions', 'variables', 'intents', 'workflows', 'tools',
] as const satisfies readonly (keyof BotDefinition)[];

export type DefinitionField = (typeof definitionFields)[number];

type Words = TFunction<'bots'>;

type KnownWorkflows = ReadonlyMap<string, NamedWorkflow>;

/** Whether a bot uses any workflow. */
export function usesWorkflows({ workflows = [], chatflow }: BotDefinition): boolean {
  return workflows.length > 0 || chatflow !== undefined;
}

/** One part of a bot as text that people can read and compare; `workflows` are those of the workspace. */
export function textOfField(field: DefinitionField, definition: BotDefinition, t: Words, workflows: KnownWorkflows): string {
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
      return lines(...(definition.workflows ?? []).map((workflow) => workflowText(workflow, t, workflows)));
    case 'chatflow':
      return definition.chatflow === undefined ? t('values.prompt') : workflowText(definition.chatflow, t, workflows);
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
function workflowText({ workflow_id: id, version }: BotWorkflow, t: Words, workflows: KnownWorkflows): string {
  const known = workflows.get(id);
  const name = known?.name ?? id;
  const meant = version || (known?.online_version ?? '');
  return meant === '' ? name : t('values.workflow', { name, version: meant });
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
