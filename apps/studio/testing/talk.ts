import { ScriptedModel } from '../../server/src/services/models/testing/scripted-model.ts';
import type { StudioServer } from './server.ts';

/** What a workspace holds after `fillTalk`: ids for addresses of pages. */
export interface Talk {
  readonly botId: string;
  /** Of a conversation of several turns, with feedback. */
  readonly conversationId: string;
  /** The path of the page on which the bot is shared. */
  readonly sharePath: string;
}

const answer = `Yes, that works. Here is how:

1. Open **Settings → Orders**.
2. Choose the order and press *Return*.

| Reason | Paid by |
| --- | --- |
| Damaged | us |
| Changed your mind | you |

\`\`\`sh
curl https://shop.example.com/returns/42
\`\`\``;

const chineseAnswer = `可以退货，步骤如下：

1. 打开**设置 → 订单**。
2. 选中订单，点*退货*。

| 原因 | 运费 |
| --- | --- |
| 商品破损 | 我们承担 |
| 不想要了 | 您承担 |`;

/** Connects models that answer at once, makes a bot that asks them, and lets people talk to it. */
export async function fillTalk(server: StudioServer, workspaceId: string): Promise<Talk> {
  const model = await ScriptedModel.start();
  server.endsWith(() => model.close());
  model.always(({ body }) => replyTo(lastMessageOf(body)));
  await connect(server, workspaceId, model, {
    name: 'Chat 日常', model_name: 'deepseek-chat', preset: 'deepseek', api_key: 'sk-0123456789abcdef', is_default: true,
    price: { input_per_million: 2, output_per_million: 8, currency: 'CNY' }, context_tokens: 64_000,
  });
  await connect(server, workspaceId, model, {
    name: 'Vision', model_name: 'a-vendors-model-with-a-rather-long-name-2026-03-01', price: { input_per_million: 3, output_per_million: 15, currency: 'USD' }, enabled: false,
  });
  const botId = await publish(server, workspaceId, 'Returns desk 退货助手');
  const conversationId = await talk(server, botId, 'user-17', ['Can I send my order back?', '多久能收到退款？ How long does a refund take?']);
  for (const [user, question] of [['陈女士', '你好，我的包裹到哪里了？'], ['user-23', 'Please break'], ['user-17', 'What are your opening hours?']] as const) {
    await talk(server, botId, user, [question]);
  }
  await server.call('PUT', `/v1/conversations/${conversationId}`, { name: 'Return of order 42' });
  await rate(server, conversationId);
  const shared = (await server.call('PUT', `/api/bots/${botId}/sharing`, { access: 'link', messages_per_minute: 60 })) as { path: string };
  return { botId, conversationId, sharePath: shared.path };
}

async function connect(server: StudioServer, workspaceId: string, model: ScriptedModel, fields: object): Promise<void> {
  await server.call('POST', '/api/models', { workspace_id: workspaceId, base_url: model.baseUrl, allow_private_address: true, max_retries: 0, ...fields });
}

async function publish(server: StudioServer, workspaceId: string, name: string): Promise<string> {
  const { bot_id: botId } = (await server.call('POST', '/v1/bot/create', {
    space_id: workspaceId,
    name,
    description: 'Answers questions about orders, returns and refunds.',
    prompt_info: { prompt: 'You help the customers of a shop.' },
    onboarding_info: { prologue: 'Hello! Ask me about your **order**, a return or a refund.', suggested_questions: ['Can I send my order back?', 'How long does a refund take?'] },
    suggest_reply_info: { reply_mode: 'enable' },
  })) as { bot_id: string };
  await server.call('POST', '/v1/bot/publish', { bot_id: botId });
  return botId;
}

/** Asks one question after the other in one conversation, and returns its id. */
async function talk(server: StudioServer, botId: string, user: string, questions: readonly string[]): Promise<string> {
  let conversationId = '';
  for (const question of questions) {
    const text = await server.stream(`/v3/chat${conversationId === '' ? '' : `?conversation_id=${conversationId}`}`, {
      bot_id: botId, user_id: user, stream: true, additional_messages: [{ role: 'user', content: question, content_type: 'text' }],
    });
    conversationId = /"conversation_id":"(\d+)"/.exec(text)?.[1] ?? '';
  }
  return conversationId;
}

async function rate(server: StudioServer, conversationId: string): Promise<void> {
  const { items } = ((await server.call('GET', `/api/conversations/${conversationId}/export`)) as { messages: { items: { id: string; type: string }[] } }).messages;
  const answered = items.find(({ type }) => type === 'answer');
  await server.call('POST', `/v1/conversations/${conversationId}/messages/${answered?.id ?? ''}/feedback`, { feedback_type: 'unlike', comment: 'It forgot the label for the parcel.' });
}

/** Questions that say so are refused, or answered for as long as somebody listens. */
function replyTo(question: string) {
  if (question.startsWith('The user asked:')) return { text: 'Who pays for the parcel?\n退款会退到哪里？' };
  if (question.includes('break')) return { error: { status: 400, message: 'the model was told to break' } };
  if (question.includes('for ever')) return { text: 'Once upon a time', hang: true as const };
  if (!/[a-z]/i.test(question)) return { text: chineseAnswer };
  return { text: answer.match(/[\s\S]{1,12}/g) ?? [] };
}

function lastMessageOf(body: Record<string, unknown>): string {
  const { messages } = body as { readonly messages: readonly { readonly content: unknown }[] };
  const content = messages.at(-1)?.content;
  return typeof content === 'string' ? content : JSON.stringify(content);
}
