import type { ListedConversation, Message } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { fileNameOf, jsonOf, markdownOf } from './export-text.ts';

const conversation: ListedConversation = { id: '7', name: 'Order 42', bot_id: '1', bot_name: 'Desk', user_id: 'ann', created_at: 0, active_at: 0 };
const message = (fields: Partial<Message>): Message => ({
  id: '1', conversation_id: '7', bot_id: '1', chat_id: '2', section_id: '3', role: 'assistant', type: 'answer', content: '',
  content_type: 'text', meta_data: {}, created_at: 1_700_000_000, updated_at: 0, ...fields,
});
const messages = [
  message({ role: 'user', type: 'question', content: 'Where is it?' }),
  message({ type: 'function_call', content: 'say ```hi```' }),
  message({ content: 'On its **way**.' }),
  message({ type: 'follow_up', content: 'When?' }),
];

describe('a conversation that is kept elsewhere', () => {
  it('is whole as JSON', () => {
    expect(JSON.parse(jsonOf({ conversation, messages }))).toEqual({ conversation, messages });
  });

  it('can be read as Markdown, in which what tools said breaks nothing', () => {
    expect(markdownOf({ conversation, messages })).toBe(
      [
        '# Order 42', 'Desk · ann · 7', '## ann · 2023-11-14T22:13:20Z', 'Where is it?', '## Desk · 2023-11-14T22:13:20Z', '````\nsay ```hi```\n````',
        '## Desk · 2023-11-14T22:13:20Z', 'On its **way**.',
      ].join('\n\n') + '\n',
    );
  });

  it.each([['', '7'], ['a/b: c?', 'a b c 7'], ['退货 42', '退货 42 7']])('named %j is a file named %j', (name, file) => expect(fileNameOf({ id: '7', name })).toBe(file));
});
