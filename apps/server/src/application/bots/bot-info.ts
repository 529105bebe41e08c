import type { BotDefinition, BotInfo } from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import type { BotDocument } from './bot-documents.ts';

/** How many earlier rounds a model is shown where the bot does not say. */
export const USUAL_CONTEXT_ROUNDS = 10;

/** A bot in the form of the Coze API: with the definition of its draft or of a version. */
export function botInfo(bot: BotDocument, definition: BotDefinition, version: string, names: { readonly model: string; readonly workflows: ReadonlyMap<string, string>; readonly datasets: ReadonlyMap<string, string> }): BotInfo {
  const { model } = definition;
  return {
    bot_id: bot.id,
    name: definition.name,
    description: definition.description,
    icon_url: '',
    create_time: seconds(bot.createdAt),
    update_time: seconds(bot.updatedAt),
    version,
    prompt_info: { prompt: definition.prompt },
    onboarding_info: definition.onboarding,
    bot_mode: 0,
    plugin_info_list: [],
    model_info: {
      ...model,
      model_name: names.model,
      context_round: model.context_round ?? USUAL_CONTEXT_ROUNDS,
      response_format: model.response_format ?? 'text',
    },
    knowledge: { knowledge_infos: (definition.knowledge?.dataset_ids ?? []).map((id) => ({ id, name: names.datasets.get(id) ?? '' })) },
    workflow_info_list: (definition.workflows ?? []).map(({ workflow_id: id }) => ({ id, name: names.workflows.get(id) ?? '', description: '', icon_url: '' })),
    shortcut_commands: [],
    suggest_reply_info: definition.suggestions,
    background_image_info: {},
    variables: definition.variables.map((variable) => ({ ...variable, variable_type: 'KVVariable', channel: 'custom' })),
    voice_info_list: [],
    default_user_input_type: 'text',
    owner_user_id: bot.ownerId,
    folder_id: '',
  };
}
