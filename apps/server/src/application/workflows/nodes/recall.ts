import type { LlmConfig } from '@buckle/canvas';
import type { BotKnowledge } from '@buckle/contract';
import type { FlowKnowledge } from '#application/knowledge/index.ts';
import type { ModelPart } from '#services/models/port.ts';
import type { NodeContext } from '../engine/node-runner.ts';
import type { ModelNodeDependencies } from './ask-model.ts';
import { once } from './once.ts';
import { rewritten } from './rewrite.ts';

/** The most passages that a node may ask for. */
export const MOST_PASSAGES = 50;

/** What a node's data sets say to its prompt. */
export interface RecalledForNode {
  /** What the model is told of it; empty where nothing was found. */
  readonly text: string;
  /** The reply in the model's place; empty where the model is asked. */
  readonly reply: string;
}

/** What it works with. */
export interface RecallDependencies extends ModelNodeDependencies {
  readonly knowledge: Pick<FlowKnowledge, 'recall'>;
}

/** Searches the data sets of a node for its prompt, once in a run, as those of a bot are for a question. */
export async function recallFor({ knowledge, ...dependencies }: RecallDependencies, context: NodeContext<LlmConfig>, prompt: string | readonly ModelPart[]): Promise<RecalledForNode> {
  const { fcParam, llmParam } = context.config;
  const wanted = knowledgeOf(context.config);
  const question = typeof prompt === 'string' ? prompt : prompt.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
  if (wanted?.use !== 'automatic' || question.trim() === '') return { text: '', reply: '' };
  const meant = fcParam.knowledgeFCParam.global_setting.use_rewrite ? await rewritten(dependencies, context, question, llmParam.modelType) : question;
  const { text } = await once(context, 'knowledge', () => knowledge.recall(context.facts.workspaceId, wanted, meant));
  return { text, reply: text === '' ? wanted.nothing_found_reply : '' };
}

/** What a node does with knowledge; `undefined` where it names no data set. */
export function knowledgeOf({ fcParam }: LlmConfig): BotKnowledge | undefined {
  const { knowledgeList, global_setting: settings } = fcParam.knowledgeFCParam;
  if (knowledgeList.length === 0) return undefined;
  return {
    dataset_ids: knowledgeList.map(({ id }) => id),
    use: settings.auto ? 'automatic' : 'tool',
    mode: settings.search_mode,
    top_k: passages(settings.top_k),
    min_score: share(settings.min_score),
    rerank: settings.use_rerank,
    // Done already, from the conversation of the run.
    rewrite: false,
    derive_filter: false,
    citations: settings.show_source,
    nothing_found_reply: settings.no_recall_reply_mode === 1 ? settings.no_recall_reply_customize_prompt : '',
  };
}

/** How many passages are wanted, as a whole number that a search takes. */
export function passages(wanted: number): number {
  return Math.min(Math.max(1, Math.trunc(wanted)), MOST_PASSAGES);
}

/** A score from 0 to 1. */
export function share(wanted: number): number {
  return Math.min(Math.max(0, wanted), 1);
}
