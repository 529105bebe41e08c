import { createHmac } from 'node:crypto';
import type { SavedQuestion } from '@buckle/contract';
import type { Page, Write } from '#data/documents/port.ts';
import { seconds } from '#kernel/clock.ts';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { datasetResource, findDataset, findPassage, type KnowledgeContext } from '../context.ts';
import type { DatasetDocument } from '../knowledge-documents.ts';
import type { SavedQuestionDocument } from './evaluation-documents.ts';
import { type ExpectedPassage, LONGEST_EXPECTED } from './expected-passage.ts';

/** So many questions a data set has at most: an evaluation asks them all. */
const MOST_QUESTIONS = 1_000;

export interface QuestionToSave {
  readonly question: string;
  readonly passageIds: readonly string[];
  readonly quotes: readonly string[];
}

/** Saves questions; one that the data set has already gets the new expected passages. Throws `NotFound`, `PermissionDenied` and `BadRequest`. */
export async function saveQuestions(context: KnowledgeContext, principal: Principal, datasetId: string, questions: readonly QuestionToSave[]): Promise<readonly SavedQuestionDocument[]> {
  const dataset = await findDataset(context, principal, 'knowledge.edit', datasetId);
  const { questions: stored } = context.evaluations;
  const secret = await context.keyring.secret('knowledge');
  const now = context.clock.now();
  const made = await Promise.all(questions.map(async (each) => ({
    id: createHmac('sha256', secret).update(`${datasetId}\n${each.question}`).digest('hex').slice(0, 32),
    workspaceId: dataset.workspaceId, datasetId, ownerId: principal.userId,
    question: each.question, expected: await expectedOf(context, principal, dataset, each), createdAt: now, updatedAt: now,
  } satisfies SavedQuestionDocument)));
  // Of a question that is there twice the last one counts.
  const last = [...new Map(made.map((question) => [question.id, question])).values()];
  const known = new Map((await stored.getMany(last.map(({ id }) => id))).map((question) => [question.id, question]));
  if ((await stored.count({ datasetId })) + last.length - known.size > MOST_QUESTIONS) throw new BadRequest(`questions: a data set has at most ${MOST_QUESTIONS} saved questions; delete some first.`);
  const saved = last.map((question) => ({ ...question, createdAt: known.get(question.id)?.createdAt ?? now }));
  const writes = saved.map((question): Write => {
    const { workspaceId, expected, updatedAt } = question;
    return known.has(question.id) ? () => stored.update(question.id, { set: { workspaceId, expected, updatedAt } }) : () => stored.ensure(question);
  });
  await context.audit.change(principal, 'question.save', datasetResource(dataset), writes, { questions: String(saved.length) });
  return saved;
}

async function expectedOf(context: KnowledgeContext, principal: Principal, dataset: DatasetDocument, { passageIds, quotes }: QuestionToSave): Promise<ExpectedPassage[]> {
  const passages = await Promise.all([...new Set(passageIds)].map(async (passageId) => {
    const { passage } = await findPassage(context, principal, 'knowledge.edit', passageId);
    if (passage.datasetId !== dataset.id) throw new NotFound('passage', passageId);
    return { passageId, text: passage.content.slice(0, LONGEST_EXPECTED) };
  }));
  return [...passages, ...quotes.map((text) => ({ text }))];
}

/** A page of the saved questions of a data set, the newest first. Throws `NotFound` and `PermissionDenied`. */
export async function listQuestions(context: KnowledgeContext, principal: Principal, datasetId: string, page: { readonly limit: number; readonly after?: string }): Promise<Page<SavedQuestionDocument>> {
  await findDataset(context, principal, 'knowledge.read', datasetId);
  return context.evaluations.questions.find({ ...page, where: { datasetId }, sort: 'createdAt', descending: true });
}

/** Deletes a saved question. Throws `NotFound` and `PermissionDenied`. */
export async function deleteQuestion(context: KnowledgeContext, principal: Principal, questionId: string): Promise<void> {
  const { questions } = context.evaluations;
  const question = await questions.closed.get(questionId);
  if (!question) throw new NotFound('question', questionId);
  await context.identity.authorize(principal, 'knowledge.edit', { type: 'question', id: questionId, workspaceId: question.workspaceId });
  const { workspaceId, datasetId } = question;
  await context.audit.change(principal, 'question.delete', datasetResource({ id: datasetId, workspaceId }), [() => questions.delete(questionId)], { question: questionId });
}

/** A saved question as the management API shows it. */
export function showQuestion({ id, datasetId, question, expected, createdAt, updatedAt }: SavedQuestionDocument): SavedQuestion {
  return { id, dataset_id: datasetId, question, expected: expected.map(({ text }) => ({ text: shortened(text) })), created_at: seconds(createdAt), updated_at: seconds(updatedAt) };
}

const SHOWN = 300;

/** What is shown of a passage that is expected. */
export function shortened(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}
