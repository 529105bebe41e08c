import * as contract from '@buckle/contract';
import { messageAnswer } from '#application/conversations/index.ts';
import { seconds } from '#kernel/clock.ts';
import { publicRoute, type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import type { SharingContext } from './context.ts';
import { enterShare } from './enter-share.ts';
import { changeSharing, readSharing } from './manage-sharing.ts';
import type { ShareDocument } from './share-document.ts';
import { countMessage } from './visitor-limits.ts';
import { findPage, findVisit, type SharedPage } from './visitors.ts';

/** The endpoints of sharing: those of the bot's makers, and those of its visitors. */
export function sharingRoutes(context: SharingContext): Route[] {
  return [...makersRoutes(context), ...visitorsRoutes(context)];
}

function makersRoutes(context: SharingContext): Route[] {
  return [
    route(contract.getSharing, async ({ principal, params }) => sharingAnswer(await readSharing(context, principal, params.bot_id))),
    route(contract.putSharing, async ({ principal, params, body }) =>
      sharingAnswer(await changeSharing(context, principal, params.bot_id, body)),
    ),
  ];
}

function visitorsRoutes(context: SharingContext): Route[] {
  const { visitors } = context;
  return [
    publicRoute(contract.getSharedBot, async (call) => pageAnswer(await findPage(context, call.params.slug, call))),
    publicRoute(contract.enterShare, async (call) =>
      pageAnswer(await enterShare(context, call.params.slug, call.body.password, call)),
    ),
    publicRoute(contract.chatAsVisitor, async (call) => {
      const visit = await findVisit(context, call.params.slug, call);
      await countMessage(context, visit, call.address);
      return visitors.chat(visit.visitor, visit.version, call.body.text, call.body.conversation_id);
    }),
    publicRoute(contract.cancelVisitorChat, async (call) => {
      const { visitor } = await findVisit(context, call.params.slug, call);
      await visitors.cancel(visitor, call.params.chat_id);
      return {};
    }),
    publicRoute(contract.listVisitorConversations, async (call) => {
      const { visitor } = await findVisit(context, call.params.slug, call);
      const page = await visitors.list(visitor, { limit: call.query.page_size, after: call.query.page_token });
      return tokenPage(page, ({ conversation, title }) => ({
        id: conversation.id,
        title,
        active_at: seconds(conversation.activeAt ?? conversation.updatedAt),
      }));
    }),
    publicRoute(contract.listVisitorMessages, async (call) => {
      const { visitor } = await findVisit(context, call.params.slug, call);
      const page = { limit: call.query.page_size, after: call.query.page_token };
      return tokenPage(await visitors.messages(visitor, call.params.conversation_id, page), messageAnswer);
    }),
    publicRoute(contract.deleteVisitorConversation, async (call) => {
      const { visitor } = await findVisit(context, call.params.slug, call);
      await visitors.delete(visitor, call.params.conversation_id, call.address);
      return {};
    }),
    publicRoute(contract.giveVisitorFeedback, async (call) => {
      const { visitor } = await findVisit(context, call.params.slug, call);
      const { conversation_id: conversationId, message_id: messageId } = call.params;
      const { feedback_type: type, reason_types: reasons = [], comment = '' } = call.body;
      const feedback = type === undefined ? undefined : { feedback_type: type, reason_types: reasons, comment };
      await visitors.giveFeedback(visitor, conversationId, messageId, feedback);
      return {};
    }),
  ];
}

const USUAL_LIMITS = { messagesPerMinute: 10, messagesPerDay: 2_000 };

function sharingAnswer(share: ShareDocument | undefined) {
  const { messagesPerMinute, messagesPerDay } = share ?? USUAL_LIMITS;
  return {
    access: share?.access ?? ('off' as const),
    path: share ? `/s/${share.slug}` : '',
    has_password: share?.passwordHash !== undefined,
    messages_per_minute: messagesPerMinute,
    messages_per_day: messagesPerDay,
  };
}

function pageAnswer({ share, version, entrance }: SharedPage) {
  const { name, description, onboarding } = version.definition;
  const isOpen = entrance === 'open';
  return {
    entrance,
    public: share.access === 'public',
    name,
    description: isOpen ? description : '',
    onboarding: isOpen ? onboarding : { prologue: '', suggested_questions: [] },
  };
}
