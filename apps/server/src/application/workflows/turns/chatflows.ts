import type { Chatflows } from '#application/conversations/index.ts';
import { workflowVersionId } from '../workflow-documents.ts';
import { runInTurn, type TurnRunContext } from './run-in-turn.ts';

/** The inputs that every chatflow has. */
const USER_INPUT = 'USER_INPUT';
const CONVERSATION_NAME = 'CONVERSATION_NAME';

/** Lets chatflows answer in turns. */
export function chatflowsOf(context: TurnRunContext): Chatflows {
  return {
    answer: ({ workflow_id: workflowId, version }, { userInput, parameters }, place) =>
      runInTurn(context, workflowId, place, async () => ({
        pins: await context.plans.pin(place.turn.workspaceId, { versionId: workflowVersionId(workflowId, version) }),
        inputs: { ...parameters, [USER_INPUT]: userInput, [CONVERSATION_NAME]: place.turn.conversationName },
      })),
  };
}
