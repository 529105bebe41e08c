import type { RulesOf } from '@buckle/contract';
import type { FileDocument } from '#application/files/index.ts';
import { callModel, type ModelResult, type ResolvedModel } from '#application/models/index.ts';
import type { ChatRequest } from '#services/models/port.ts';
import type { WorkContext } from '#services/work/index.ts';
import type { IngestionInput, ReadingContext } from '../context.ts';
import { checkPicture } from '../documents/check-picture.ts';
import { type KnowledgeDocument, passageId } from '../knowledge-documents.ts';
import { checkSpent, recordReply } from '../models-of-knowledge.ts';
import { ReadingFailure } from '../reading-failure.ts';

const TOKENS = 2_000;
const INSTRUCTION = [
  'Write a caption by which this picture is found and understood without being seen: what it shows, who and what is in it, names, colours, numbers, and every text in it word for word.',
  "Write it in the language of the text in the picture, else in that of the file's name, else in Chinese; as plain text, without an introduction.",
].join('\n');

/**
 * The caption of a picture as a reading finds it: what a model writes of it, or, by hand, what came with it or an earlier reading had; empty
 * where there is none yet. A model is asked once, also after a kill.
 *
 * @throws ReadingFailure it is no picture, or the model cannot see
 * @throws ModelError
 */
export async function captionOf(context: ReadingContext, work: WorkContext<IngestionInput>, document: KnowledgeDocument, file: FileDocument, rules: RulesOf<'caption'>): Promise<string> {
  checkPicture(file);
  if (work.input.caption !== undefined) return work.input.caption;
  if (rules.by === 'hand') return writtenCaption(context, document);
  return work.step('caption', () => modelCaption(context, work, document, file, rules));
}

async function writtenCaption({ stored }: ReadingContext, { id, generation }: KnowledgeDocument): Promise<string> {
  return (await stored.passages.get(passageId(id, generation, 0)))?.content ?? '';
}

async function modelCaption(context: ReadingContext, work: WorkContext<IngestionInput>, { workspaceId, name }: KnowledgeDocument, file: FileDocument, rules: RulesOf<'caption'>): Promise<string> {
  await checkSpent(context, workspaceId);
  const model = await context.models.resolve(workspaceId, rules.model_id);
  if (!model.capabilities.vision) throw new ReadingFailure('model_without_sight', { model: model.name });
  const picture = { type: 'image', mediaType: file.mediaType, data: await context.files.readInline(file) } as const;
  const wish = rules.instruction ? `${INSTRUCTION}\n${rules.instruction}` : INSTRUCTION;
  const messages = [{ role: 'system', content: wish }, { role: 'user', content: [{ type: 'text', text: `The file is called ${JSON.stringify(name)}.` }, picture] }] as const;
  const reply = await askAndCount(context, workspaceId, model, { messages, maxTokens: TOKENS }, work.signal);
  const caption = reply.text.trim();
  if (caption === '') throw new ReadingFailure('caption_missing', { model: model.name });
  return caption;
}

/** Asks a model and counts what that takes: of a reply that was cut off too, since it is paid all the same. */
async function askAndCount(context: ReadingContext, workspaceId: string, model: ResolvedModel, request: ChatRequest, signal: AbortSignal): Promise<ModelResult> {
  let cutOff: ModelResult | undefined;
  const partial = { text: '', reasoning: '', firstTokenAt: undefined };
  try {
    const reply = await callModel(model, request, { signal, clock: context.clock, partial, onCutOff: (rest) => (cutOff = rest) });
    await recordReply(context, workspaceId, reply);
    return reply;
  } catch (error) {
    if (cutOff) await recordReply(context, workspaceId, cutOff);
    throw error;
  }
}
