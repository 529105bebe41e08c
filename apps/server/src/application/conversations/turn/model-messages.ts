import type { MessagePart } from '@buckle/contract';
import { type Files, InlineFiles, UNSEEN_PICTURE } from '#application/files/index.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { ModelMessage, ModelPart } from '#services/models/port.ts';
import { partsOf } from '../message-content.ts';
import type { ResolvedModel } from '#application/models/index.ts';
import type { HistoryMessage } from './history.ts';

/**
 * Messages of a conversation in the form of the models port, with pictures and files read and inline:
 * those of the newest messages, as many as `InlineFiles` lets one turn show.
 * Throws `BadRequest` where they ask a model about a picture that it cannot see.
 */
export async function modelMessages(
  files: Pick<Files, 'describe' | 'readInline'>,
  model: Pick<ResolvedModel, 'name' | 'capabilities'>,
  messages: readonly HistoryMessage[],
): Promise<ModelMessage[]> {
  const inline = new InlineFiles(files);
  const shown: ModelMessage[] = [];
  for (const message of messages.toReversed()) {
    const { role, contentType, content } = message;
    shown.push(contentType === 'object_string' ? await modelMessage(inline, message) : { role, content });
  }
  shown.reverse();
  return model.capabilities.vision ? shown : withoutPictures(shown, model.name);
}

/** The messages for a model that cannot see: a conversation may have come to it from one that could. */
function withoutPictures(messages: readonly ModelMessage[], modelName: string): ModelMessage[] {
  const lastAnswer = messages.findLastIndex(({ role }) => role === 'assistant');
  return messages.map((message, index) => {
    if (message.role !== 'user' || typeof message.content === 'string') return message;
    if (!message.content.some(({ type }) => type === 'image')) return message;
    if (index > lastAnswer) {
      throw new BadRequest(
        `The model ${JSON.stringify(modelName)} cannot see pictures: send text alone, or give the bot a model that can. ` +
          'If this one can, say so in its capabilities (vision).',
      );
    }
    return { role: 'user', content: message.content.map((part) => (part.type === 'image' ? UNSEEN_PICTURE : part)) };
  });
}

async function modelMessage(inline: InlineFiles, { role, contentType, content }: HistoryMessage): Promise<ModelMessage> {
  const parts: ModelPart[] = [];
  for (const part of partsOf(contentType, content)) parts.push(await modelPart(inline, part));
  if (role === 'user') return { role, content: parts };
  return { role, content: parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n') };
}

async function modelPart(inline: InlineFiles, part: MessagePart): Promise<ModelPart> {
  if (part.type === 'text') return part;
  if (part.file_id) return inline.part(part.file_id);
  const url = part.file_url ?? '';
  return part.type === 'image' ? { type: 'image', url } : { type: 'text', text: url };
}
