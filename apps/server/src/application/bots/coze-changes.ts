import { botDefinition, type BotDefinition, botKnowledge, type BotKnowledge, type createBot, type updateBot } from '@buckle/contract';
import type { z } from 'zod';

type CozeFields = Omit<z.output<typeof updateBot.body>, 'bot_id'>;

/** The definition of a bot that is created through the Coze API. */
export function definitionOf(body: z.output<typeof createBot.body>): BotDefinition {
  return withCozeChanges(botDefinition.parse({ name: body.name }), body);
}

/** A definition with the changes that Coze's `bot/update` names: the fields given, and no others. */
export function withCozeChanges(definition: BotDefinition, fields: CozeFields): BotDefinition {
  return {
    ...definition,
    name: fields.name ?? definition.name,
    description: fields.description ?? definition.description,
    icon_file_id: fields.icon_file_id ?? definition.icon_file_id,
    prompt: fields.prompt_info?.prompt ?? definition.prompt,
    onboarding: { ...definition.onboarding, ...fields.onboarding_info },
    model: fields.model_info_config ?? definition.model,
    suggestions: { ...definition.suggestions, ...fields.suggest_reply_info },
    ...(fields.knowledge ? { knowledge: knowledgeWith(definition.knowledge, fields.knowledge) } : {}),
    ...(fields.workflow_id_list ? { workflows: fields.workflow_id_list.ids.map(({ id }) => ({ workflow_id: id, version: '' })) } : {}),
  };
}

/** How Coze numbers the ways of searching. */
const SEARCH_MODES = new Map([[0, 'semantic'], [1, 'hybrid'], [20, 'keyword']] as const);

function knowledgeWith(before: BotKnowledge | undefined, { dataset_ids, auto_call, search_strategy }: NonNullable<CozeFields['knowledge']>): BotKnowledge {
  const known = before ?? botKnowledge.parse({ dataset_ids: [] });
  const mode = [...SEARCH_MODES].find(([strategy]) => strategy === search_strategy)?.[1];
  return {
    ...known,
    ...(dataset_ids === undefined ? {} : { dataset_ids }),
    ...(auto_call === undefined ? {} : { use: auto_call ? 'automatic' : 'tool' }),
    ...(mode === undefined ? {} : { mode }),
  };
}
