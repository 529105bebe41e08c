import type { Message } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { turnsOf } from './past-turns.ts';

let last = 0;
const message = (fields: Partial<Message>): Message => ({
  id: String((last += 1)), conversation_id: '9', bot_id: '8', chat_id: '1', section_id: '7', role: 'assistant', type: 'answer',
  content: '', content_type: 'text', meta_data: {}, created_at: 0, updated_at: 0, ...fields,
});
const question = (chatId: string, content: string, fields: Partial<Message> = {}) => message({ chat_id: chatId, role: 'user', type: 'question', content, ...fields });

describe('messages that are kept', () => {
  it('become turns again: a question, and what came of it', () => {
    const turns = turnsOf([
      question('1', 'What is the time?'),
      message({ type: 'function_call', content: '{"name":"clock","arguments":"{}"}' }),
      message({ type: 'tool_response', content: 'noon' }),
      message({ content: 'It is noon.', reasoning_content: 'The clock says so.' }),
      message({ type: 'follow_up', content: 'And in Beijing?' }),
      question('2', 'Thank you'),
    ]);
    expect(turns).toHaveLength(2);
    expect(turns[0]).toMatchObject({
      key: -2, chatId: '1', status: 'completed', question: { text: 'What is the time?' }, followUps: ['And in Beijing?'],
      parts: [{ kind: 'tool', name: 'clock', output: 'noon' }, { kind: 'answer', text: 'It is noon.', reasoning: 'The clock says so.' }],
    });
    expect(turns[1]).toMatchObject({ key: -1, chatId: '2', parts: [] });
  });

  it('keep their keys when older ones are put before them', () => {
    const newer = [message({ content: 'the end of an answer' }), question('2', 'Next')];
    const older = [question('1', 'First')];
    expect(turnsOf(newer).map(({ key, question: { text } }) => [key, text])).toEqual([[-2, ''], [-1, 'Next']]);
    expect(turnsOf([...older, ...newer]).map(({ key, question: { text } }) => [key, text])).toEqual([[-2, 'First'], [-1, 'Next']]);
  });

  it('show files by what they are called', () => {
    const content = JSON.stringify([{ type: 'image', file_id: '42' }, { type: 'text', text: 'What is this?' }, { type: 'file', file_url: 'https://example.com/a.pdf' }]);
    const [turn] = turnsOf([question('1', content, { content_type: 'object_string' })]);
    expect(turn?.question).toEqual({
      text: 'What is this?',
      attachments: [{ fileId: '42', name: '42', isPicture: true, url: '' }, { fileId: 'https://example.com/a.pdf', name: 'https://example.com/a.pdf', isPicture: false, url: '' }],
    });
  });
});
