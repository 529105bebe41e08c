import type { Files } from '#application/files/index.ts';
import type { ModelMessage, ModelPart } from '#services/models/port.ts';
import { partsOf } from '../message-content.ts';
import type { HistoryMessage } from './history.ts';

/** Messages of a conversation in the form of the models port, with pictures and files read and inline. */
export async function modelMessages(files: Files, messages: readonly HistoryMessage[]): Promise<ModelMessage[]> {
  return Promise.all(messages.map((message) => modelMessage(files, message)));
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
