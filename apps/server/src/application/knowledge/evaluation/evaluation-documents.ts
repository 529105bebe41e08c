import type { SearchMode } from '@buckle/contract';
import type { Documents } from '#data/documents/port.ts';
import type { FieldCondition } from '#data/search/port.ts';
import { type Keyring, type SealedCollection, sealedCollection } from '#services/storage/index.ts';
import type { SearchNote } from '../retrieval/search-notes.ts';
import type { ExpectedPassage } from './expected-passage.ts';
import type { Measures } from './measures.ts';

/** A question whose answer a data set has. Times are in milliseconds. */
export interface SavedQuestionDocument {
  /** Made of the data set and the question, so that a data set has each question once. */
  readonly id: string;
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly ownerId: string;
  /** Sealed. */
  readonly question: string;
  /** Sealed. */
  readonly expected: readonly ExpectedPassage[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** How the questions of an evaluation are asked. */
export interface EvaluationSettings {
  readonly mode: SearchMode;
  readonly topK: number;
  readonly rerank: boolean | string;
  readonly minScore: number;
  /** Absent in earlier versions. */
  readonly deriveFilter?: boolean;
}

/** All saved questions of a data set asked once. Times are in milliseconds. */
export interface EvaluationDocument {
  /** Also that of its work. */
  readonly id: string;
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly ownerId: string;
  readonly state: 'running' | 'completed' | 'failed' | 'canceled';
  /** Sealed. */
  readonly reason?: string;
  readonly settings: EvaluationSettings;
  /** Sealed. */
  readonly conditions?: readonly FieldCondition[];
  /** What the data set was at that time. */
  readonly embeddingModelId?: string;
  readonly passages: number;
  readonly questions: number;
  readonly asked: number;
  readonly measures?: Measures;
  /** Of earlier versions in words alone. Sealed. */
  readonly notes: readonly (SearchNote | string)[];
  readonly createdAt: number;
  readonly endedAt?: number;
}

/** What an evaluation found for one question. */
export interface ResultDocument {
  readonly id: string;
  readonly workspaceId: string;
  readonly datasetId: string;
  readonly evaluationId: string;
  readonly questionId: string;
  /** When the question was saved, which is their order. */
  readonly savedAt: number;
  /** As it was asked. Sealed. */
  readonly question: string;
  /** What the expected passages say. Sealed. */
  readonly expected: readonly string[];
  /** The place of each of them, from 1; 0 where it was not found. */
  readonly ranks: readonly number[];
  readonly milliseconds: number;
}

export interface EvaluationCollections {
  readonly questions: SealedCollection<SavedQuestionDocument>;
  readonly evaluations: SealedCollection<EvaluationDocument>;
  readonly results: SealedCollection<ResultDocument>;
}

export async function openEvaluationCollections(documents: Documents, keyring: Keyring): Promise<EvaluationCollections> {
  const scopeOf = ({ workspaceId }: { readonly workspaceId?: string }) => workspaceId;
  return {
    questions: await sealedCollection<SavedQuestionDocument>(documents, keyring, {
      name: 'knowledge_questions', schemaVersion: 1, indexes: [{ fields: ['datasetId', 'createdAt'] }], sealed: ['question', 'expected'], scopeOf,
    }),
    evaluations: await sealedCollection<EvaluationDocument>(documents, keyring, {
      name: 'knowledge_evaluations', schemaVersion: 1, indexes: [{ fields: ['datasetId', 'createdAt'] }], sealed: ['reason', 'conditions', 'notes'], scopeOf,
    }),
    results: await sealedCollection<ResultDocument>(documents, keyring, {
      name: 'knowledge_evaluation_results', schemaVersion: 1, indexes: [{ fields: ['evaluationId', 'savedAt'] }], sealed: ['question', 'expected'], scopeOf,
    }),
  };
}

/** The id of what an evaluation found for a question. */
export function resultId(evaluationId: string, questionId: string): string {
  return `${evaluationId}-${questionId}`;
}
