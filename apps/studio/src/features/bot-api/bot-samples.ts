import { type CodeSample, codeSamples, TOKEN_VARIABLE } from '../../shared/code-samples.ts';

/** Code that asks a bot a question and shows the answer as it comes. It works when pasted, with the token set. */
export function botSamples(baseUrl: string, botId: string, question: string): readonly CodeSample[] {
  return codeSamples({ curl: curl(baseUrl, botId, question), javascript: javascript(baseUrl, botId, question), python: python(baseUrl, botId, question) });
}

function curl(baseUrl: string, botId: string, question: string): string {
  return `curl --no-buffer ${baseUrl}/v3/chat \\
  --header "Authorization: Bearer $${TOKEN_VARIABLE}" \\
  --header 'Content-Type: application/json' \\
  --data '{
    "bot_id": "${botId}",
    "user_id": "me",
    "stream": true,
    "additional_messages": [{ "role": "user", "content": ${JSON.stringify(question).replaceAll("'", "'\\''")}, "content_type": "text" }]
  }'`;
}

function javascript(baseUrl: string, botId: string, question: string): string {
  return `import { ChatEventType, CozeAPI, RoleType } from '@coze/api';

const coze = new CozeAPI({ baseURL: '${baseUrl}', token: process.env.${TOKEN_VARIABLE} });

const events = coze.chat.stream({
  bot_id: '${botId}',
  user_id: 'me',
  additional_messages: [{ role: RoleType.User, content: ${JSON.stringify(question)}, content_type: 'text' }],
});
for await (const { event, data } of events) {
  if (event === ChatEventType.CONVERSATION_MESSAGE_DELTA) process.stdout.write(data.content);
}`;
}

function python(baseUrl: string, botId: string, question: string): string {
  return `import os
from cozepy import ChatEventType, Coze, Message, TokenAuth

coze = Coze(auth=TokenAuth(os.environ["${TOKEN_VARIABLE}"]), base_url="${baseUrl}")

events = coze.chat.stream(
    bot_id="${botId}",
    user_id="me",
    additional_messages=[Message.build_user_question_text(${JSON.stringify(question)})],
)
for event in events:
    if event.event == ChatEventType.CONVERSATION_MESSAGE_DELTA:
        print(event.message.content, end="", flush=True)`;
}
