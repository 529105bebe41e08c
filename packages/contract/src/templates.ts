import { z } from 'zod';
import { botDefinition, botName } from './bot-definition.ts';
import { id, idInRequest } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'Templates';

/** The languages that templates are written in. */
export const templateLanguages = ['en', 'zh-CN'] as const;

export type TemplateLanguage = (typeof templateLanguages)[number];

/** The bots that ship with Buckle, to begin with. */
export const listTemplates = endpoint('GET', '/api/templates', {
  name: 'listTemplates',
  tag,
  summary: 'Bots that ship with Buckle, to make bots of your own from',
  query: z.strictObject({ language: z.enum(templateLanguages).default('en') }),
  answer: z.object({
    items: z.array(z.object({ id: z.string().describe('Of this template in this language'), definition: botDefinition })),
  }),
});

/** Makes a bot from a template. */
export const duplicateTemplate = endpoint('POST', '/v1/templates/{template_id}/duplicate', {
  name: 'duplicateTemplate',
  tag,
  summary: 'Create a bot, as a draft, from a template',
  permission: 'bot.edit',
  params: z.object({ template_id: idInRequest }),
  body: z.object({ workspace_id: idInRequest, name: botName.optional().describe("The template's where absent") }),
  answer: z.object({ entity_id: id, entity_type: z.literal('agent') }),
  creates: true,
});
