import * as contract from '@buckle/contract';
import type { z } from 'zod';
import { endUserOf } from '#application/variables/index.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type Route, route } from '#kernel/route.ts';
import { checkBot, findWorkflowEntry, findWorkflowVersion, type WorkflowsContext } from '../context.ts';
import { NotPublished } from '../runs/errors.ts';

/** Coze's endpoint to talk to a chatflow. */
export function chatflowRoutes(context: WorkflowsContext): Route[] {
  return [
    route(contract.chatWithWorkflow, async ({ principal, body, idempotencyKey }) => {
      const { workspaceId, version, botId } = await chatflowFor(context, principal, body);
      return context.conversations.chatWithChatflow(
        principal,
        {
          chatflow: { workflow_id: body.workflow_id, version },
          workspaceId,
          botId,
          messages: body.additional_messages,
          conversationId: body.conversation_id || undefined,
          userId: endUserOf(principal, body.ext['user_id']),
          parameters: body.parameters,
          idempotencyKey,
        },
        JSON.stringify({ debug_url: '' }),
      );
    }),
  ];
}

/** The version of a chatflow to talk to, and the bot in whose place it answers. Throws `NotFound`, `NotPublished` and `BadRequest`. */
async function chatflowFor(
  context: WorkflowsContext,
  principal: Principal,
  { workflow_id: workflowId, workflow_version: wanted, bot_id: botId = '', app_id: appId = '' }: z.output<typeof contract.chatWithWorkflow.body>,
): Promise<{ readonly workspaceId: string; readonly version: string; readonly botId: string }> {
  const { mode, workspaceId, onlineVersion, name } = await findWorkflowEntry(context, principal, 'workflow.run', workflowId);
  if (botId !== '' && appId !== '') throw new BadRequest('Give bot_id or app_id, not both.');
  if (mode !== 'chatflow') throw new BadRequest(`${JSON.stringify(name)} is a workflow that answers once: run it by /v1/workflow/run, or make it a chatflow.`);
  const version = wanted || onlineVersion;
  if (version === undefined) throw new NotPublished(workflowId);
  if (wanted) await findWorkflowVersion(context, workflowId, wanted);
  await checkBot(context, principal, botId, workspaceId);
  return { workspaceId, version, botId };
}
