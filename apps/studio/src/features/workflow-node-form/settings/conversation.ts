import type { ValueType } from '@buckle/canvas';
import type { Variable } from '../document/variables.ts';

/** An input that a kind of node always has. */
export interface KnownInput {
  readonly name: string;
  readonly type: ValueType;
  readonly isRequired?: boolean;
  /** The words that it may be. */
  readonly words?: readonly string[];
  readonly description?: string | undefined;
}

const string: ValueType = { kind: 'string' };
const conversation: KnownInput = { name: 'conversationName', type: string, isRequired: true };
const message: KnownInput = { name: 'messageId', type: string, isRequired: true };
const integer: ValueType = { kind: 'integer' };

/** The inputs of the kinds that work with conversations and their messages, by the numbers of the kinds. */
export const conversationInputs: Readonly<Record<string, readonly KnownInput[]>> = {
  37: [conversation, { name: 'limit', type: integer }, { name: 'beforeId', type: string }, { name: 'afterId', type: string }],
  38: [conversation],
  39: [conversation],
  51: [conversation, { name: 'newConversationName', type: string, isRequired: true }],
  52: [conversation],
  53: [],
  54: [conversation, { name: 'rounds', type: integer }],
  55: [conversation, { name: 'role', type: string, isRequired: true, words: ['user', 'assistant'] }, { name: 'content', type: string, isRequired: true }],
  56: [conversation, message, { name: 'newContent', type: string, isRequired: true }],
  57: [conversation, message],
};

const text = (name: string): Variable => ({ name, type: 'string' });
const flag = (name: string): Variable => ({ name, type: 'boolean' });
const list = (name: string, fields: readonly Variable[]): Variable => ({ name, type: 'list', schema: { type: 'object', schema: fields } });
const messageFields = ['messageId', 'role', 'contentType', 'content'].map(text);
const success = [flag('isSuccess')];
const found = [flag('isSuccess'), flag('isExisted'), text('conversationId')];

/** What they give. */
export const conversationOutputs: Readonly<Record<string, readonly Variable[]>> = {
  37: [list('messageList', messageFields), text('firstId'), text('lastId'), flag('hasMore')],
  38: success,
  39: found,
  51: found,
  52: success,
  53: [list('conversationList', [text('conversationName'), text('conversationId')])],
  54: [list('messageList', [text('role'), text('content')])],
  55: [flag('isSuccess'), { name: 'message', type: 'object', schema: messageFields }],
  56: success,
  57: success,
};
