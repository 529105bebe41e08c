import { type BaseQueryFn, createApi } from '@reduxjs/toolkit/query/react';
import type { Call } from './endpoint.ts';
import type { ApiFailure } from './failure.ts';
import { isEnd, renewing } from './refresh.ts';
import { send } from './send.ts';
import { sessionLost } from './session.ts';

/** Sends a call; where its session has run out, renews it once and sends again. */
const callServer: BaseQueryFn<Call, unknown, ApiFailure> = async (call, { signal, dispatch }) => {
  const outcome = await renewing(call, () => send(call, signal));
  if ('error' in outcome && isEnd(call, outcome.error)) dispatch(sessionLost());
  return outcome;
};

/** What the studio knows of the server. The files beside this one add the endpoints of a resource each. */
export const api = createApi({
  baseQuery: callServer,
  tagTypes: ['Profile', 'Workspace', 'Member', 'Token', 'Session', 'User', 'Audit', 'OAuthApp', 'Authorization', 'Bot', 'BotDraft', 'BotVersion', 'Model', 'Limits', 'Conversation', 'Sharing', 'Visit', 'VisitorConversation', 'Work', 'Retention', 'File', 'Workflow', 'WorkflowDraft', 'WorkflowVersion', 'Run', 'Trigger', 'Firing', 'Dataset', 'KnowledgeDocument', 'Passage', 'Found', 'SavedQuestion', 'Evaluation'],
  endpoints: () => ({}),
});
