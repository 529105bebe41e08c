import type { Files } from '#application/files/index.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { ModelMessage, ModelPart } from '#services/models/port.ts';
import { partsOf } from '../message-content.ts';
import type { ResolvedModel } from './call-model.ts';
import type { HistoryMessage } from './history.ts';

/** What a model that cannot see is told of a picture that was answered earlier. */
const UNSEEN: ModelPart = { type: 'text', text: '[a picture]' };

/**
 * Messages of a conversation in the form of the models port, with pictures and files read and inline.
 * Throws `BadRequest` where they ask a model about a picture that it cannot see.
 */
export async function modelMessages(
  files: Files,
  model: Pick<ResolvedModel, 'name' | 'capabilities'>,
  messages: readonly HistoryMessage[],
): Promise<ModelMessage[]> {
  const shown = await Promise.all(messages.map((message) => modelMessage(files, message)));
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
    return { role: 'user', content: message.content.map((part) => (part.type === 'image' ? UNSEEN : part)) };
  });
}

async function modelMessage(files: Files, message: HistoryMessage): Promise<ModelMessage> {
  if (message.contentType !== 'object_string') return { role: message.role, content: message.content };
  const parts = await Promise.all(partsOf(message.contentType, message.content).map((part) => modelPart(files, part)));
  if (message.role === 'user') return { role: 'user', content: parts };
  return { role: 'assistant', content: parts.map((part) => (part.type === 'text' ? part.text : '')).join('\n') };
}

async function modelPart(files: Files, part: ReturnType<typeof partsOf>[number]): Promise<ModelPart> {
  if (part.type === 'text') return part;
  if (part.file_id) {
    const { file, data } = await files.readInline(part.file_id);
    if (file.mediaType.startsWith('image/')) return { type: 'image', mediaType: file.mediaType, data };
    return { type: 'file', mediaType: file.mediaType, fileName: file.name, data };
  }
  const url = part.file_url ?? '';
  return part.type === 'image' ? { type: 'image', url } : { type: 'text', text: url };
}
