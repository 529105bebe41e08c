import { z } from 'zod';
import { id, idInRequest } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'Knowledge';

/** How passages are looked for: by their words, by what they mean, or by both. */
export const searchModes = ['keyword', 'semantic', 'hybrid'] as const;

export type SearchMode = (typeof searchModes)[number];

const bound = z.union([z.string().max(1_000), z.number()]);

/** A column of a table may have a longer name than a field of a document. */
const fieldName = z.string().min(1).max(500);

/** Which passages a search looks at, by fields of their documents or of themselves (the columns of a row). */
export const searchCondition = z.union([
  z.strictObject({ field: fieldName, in: z.array(z.union([z.string().max(1_000), z.number(), z.boolean()])).min(1).max(100) }),
  z.strictObject({ field: fieldName, gt: bound.optional(), gte: bound.optional(), lt: bound.optional(), lte: bound.optional() }),
]);

export type SearchCondition = z.output<typeof searchCondition>;

/** Conditions that all hold. */
export const searchFilter = z
  .array(searchCondition)
  .max(20)
  .describe('Conditions that all hold: the field is one of some values (of a list, any), or within bounds')
  .meta({ id: 'SearchFilter' });

/** What values of a field are, as far as filters are concerned. */
export const fieldTypes = ['text', 'number', 'date', 'boolean', 'tags'] as const;

/** A field that passages of data sets can be filtered by. */
export const searchField = z
  .object({
    field: z.string(),
    type: z.enum(fieldTypes),
    values: z.array(z.union([z.string(), z.number(), z.boolean()])).describe('Some that it has, the most frequent first'),
  })
  .meta({ id: 'SearchField' });

export type SearchField = z.output<typeof searchField>;

/** A condition that was made of the words of a question. */
export const derivedCondition = z
  .object({ condition: searchCondition, reason: z.string().describe('Which words of the question say so, as a model puts it') })
  .meta({ id: 'DerivedCondition' });

export type DerivedCondition = z.output<typeof derivedCondition>;

export const listSearchFields = endpoint('GET', '/api/knowledge/datasets/{dataset_id}/fields', {
  name: 'listSearchFields',
  tag,
  summary: 'The fields that passages of a data set can be filtered by, with some of their values; of a large one from a sample',
  permission: 'knowledge.search',
  params: z.object({ dataset_id: idInRequest }),
  answer: z.object({ items: z.array(searchField) }),
});

/** What a search had to do without, for programs. */
export const searchNoteCodes = ['no_embedding_model', 'embedding_failed', 'other_dimensions', 'index_rebuilding', 'no_rerank_model', 'rerank_failed', 'no_fields', 'offline_model', 'not_derived', 'conditions_left_out', 'nothing_fits'] as const;

export type SearchNoteCode = (typeof searchNoteCodes)[number];

/** One note with what stands in its text. */
export const searchNote = z
  .object({ code: z.enum(searchNoteCodes), parameters: z.record(z.string(), z.string()).describe('Such as the name of the `dataset`, or the `reason`') })
  .meta({ id: 'SearchNote' });

export type SearchNote = z.output<typeof searchNote>;

export const searchKnowledge = endpoint('POST', '/api/knowledge/search', {
  name: 'searchKnowledge',
  tag,
  summary: 'Find passages',
  permission: 'knowledge.search',
  body: z.strictObject({
    dataset_ids: z.array(idInRequest).min(1).max(50),
    query: z.string().trim().min(1).max(8_000),
    top_k: z.int().min(1).max(100).default(5),
    mode: z.enum(searchModes).default('hybrid').describe('Data sets without an embedding model are searched by keywords whatever it says'),
    rerank: z.union([z.boolean(), z.strictObject({ model_id: idInRequest })]).default(false).describe("Order what was found by a rerank model: the workspace's default one, or the one named"),
    min_score: z.number().min(0).max(1).default(0),
    filter: searchFilter.default([]),
    derive_filter: z.boolean().default(false).describe("Whether a model, the workspace's default one, makes further conditions of the question; they only ever narrow what is searched, and go where nothing fits them"),
  }),
  answer: z.object({
    items: z.array(
      z.object({
        passage_id: z.string(),
        dataset_id: id,
        document_id: id,
        document_name: z.string(),
        picture_file_id: z.string().optional().describe('The stored file of a picture, whose caption the content is'),
        content: z.string().describe('The passage, or the larger one around it'),
        headings: z.array(z.string()),
        page: z.int().optional(),
        score: z.number().describe('From 0 to 1, of the way that was asked for'),
        scores: z
          .object({
            keyword: z.number().optional().describe("The part of the query's words that it has, by their weight"),
            semantic: z.number().optional().describe('The cosine of its vector and the query’s'),
            rerank: z.number().optional(),
          })
          .describe('Of each stage'),
      }),
    ),
    filter: z.array(searchCondition).describe('What was applied: the given conditions and the derived ones'),
    derived: z.array(derivedCondition).describe('Those of them that were made of the question'),
    terms: z.array(z.string()).describe('The words that were looked for, as they are folded for searching'),
    notes: z.array(z.string()).describe('What a search had to do without, such as an index that is being built'),
    note_codes: z.array(searchNote).describe('The same notes for programs'),
    timings: z
      .object({ derive: z.number(), embed: z.number(), search: z.number(), load: z.number(), rerank: z.number(), total: z.number() })
      .describe('Milliseconds'),
  }),
});
