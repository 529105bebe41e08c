import * as contract from '@buckle/contract';
import type { Bots } from '#application/bots/index.ts';
import { NotFound } from '#kernel/errors.ts';
import { type Route, route } from '#kernel/route.ts';
import { templates } from './shelf/index.ts';
import { findTemplate, templateId } from './template.ts';

/** The endpoints of templates. */
export function templateRoutes(bots: Pick<Bots, 'create'>): Route[] {
  return [
    // Everybody who is signed in may read them: they are a part of Buckle, and of no workspace.
    route(contract.listTemplates, async ({ query: { language } }) => ({
      items: templates.map(({ key, definitions }) => ({ id: templateId(key, language), definition: definitions[language] })),
    })),
    route(contract.duplicateTemplate, async ({ principal, params, body, idempotencyKey }) => {
      const definition = findTemplate(templates, params.template_id);
      if (!definition) throw new NotFound('template', params.template_id);
      const name = body.name ?? definition.name;
      const bot = await bots.create(principal, { workspaceId: body.workspace_id, definition: { ...definition, name }, idempotencyKey });
      return { entity_id: bot.id, entity_type: 'agent' as const };
    }),
  ];
}
