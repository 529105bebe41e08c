import { type EnterMessage, messagePart, type MessagePart } from '@buckle/contract';
import { z } from 'zod';
import { BadRequest } from '#kernel/errors.ts';

const parts = z.array(messagePart).min(1).max(32);

/** The parts of an `object_string` message. Throws `BadRequest` that says what is wrong with it. */
export function parseParts(content: string): readonly MessagePart[] {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new BadRequest('content: with content_type "object_string" it is a JSON list of parts, and this is no JSON.', { cause: error });
  }
  const parsed = parts.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new BadRequest(`content: a part is not as it should be (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}).`);
  }
  if (parsed.data.some((part) => part.type === 'audio')) {
    throw new BadRequest('content: parts of the type "audio" are not understood; send text, pictures or files.');
  }
  return parsed.data;
}

/** The parts of a message's content, whatever its type. */
export function partsOf(contentType: string, content: string): readonly MessagePart[] {
  return contentType === 'object_string' ? parseParts(content) : [{ type: 'text', text: content }];
}

/** All text of a message. */
export function textOf(contentType: string, content: string): string {
  if (contentType !== 'object_string') return content;
  return parseParts(content)
    .map((part) => (part.type === 'text' ? part.text : ''))
    .filter((text) => text !== '')
    .join('\n');
}

/** The type of a message where its sender gave none. */
export function typeOf(message: Pick<EnterMessage, 'role' | 'type'>): NonNullable<EnterMessage['type']> {
  return message.type ?? (message.role === 'user' ? 'question' : 'answer');
}
