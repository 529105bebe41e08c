import { z } from 'zod';
import { id, idInRequest, queryBoolean, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { documentReason } from './document-reasons.ts';
import { datasetParams } from './knowledge.ts';
import { nameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { columnTypes, splitRules } from './splitting.ts';
import { removal } from './work.ts';

const tag = 'Knowledge';

const documentName = nameOf(255);

/** What documents can be filtered by: own fields with a value or, as tags are, a list of words. */
export const documentFields = z
  .record(z.string().min(1).max(100), z.union([z.string().max(1_000), z.number(), z.boolean(), z.array(z.string().max(100)).max(100)]))
  .refine((fields) => Object.keys(fields).length <= 50, 'at most 50 fields')
  .describe('Fields of your own, for filters')
  .meta({ id: 'DocumentFields' });

/** How a document stands. `queued`, `reading` and `ready` tell of the newest reading; while it goes on, what an earlier one found stays to be searched. */
export const documentStates = ['queued', 'reading', 'ready', 'failed', 'canceled'] as const;

/** What a reading is at. */
export const readingStages = ['fetch', 'parse', 'caption', 'embed', 'index'] as const;

export type ReadingStage = (typeof readingStages)[number];

/** A column of a table, as a reading found it. */
export const tableColumn = z
  .object({
    name: z.string(),
    type: z.enum(columnTypes),
    given: z.boolean().describe('Whether the rules give its type; else its first values decided'),
    searched: z.boolean().describe('Whether its words are searched; if not it is shown, and can be filtered by'),
    values: z.int().describe('How many rows have a value in it'),
    misfits: z.int().describe('How many of them are not of its type: those are found by their words, not by a filter'),
    examples: z.array(z.string()).describe('Some of these, as they are written'),
  })
  .meta({ id: 'TableColumn' });

export type TableColumn = z.output<typeof tableColumn>;

const sourceInAnswer = z.object({
  type: z.enum(['file', 'text', 'web']),
  file_id: z.string().describe('The stored file; empty for a web page that was not fetched yet'),
  url: z.string().describe('Of a web page; else empty'),
});

/** In which order documents are listed. */
export const documentOrders = ['newest', 'most_found', 'least_found'] as const;

export type DocumentOrder = (typeof documentOrders)[number];

export const knowledgeDocument = z
  .object({
    id,
    dataset_id: id,
    workspace_id: id,
    name: z.string(),
    source: sourceInAnswer,
    bytes: z.int(),
    state: z.enum(documentStates),
    stage: z.enum(readingStages).optional().describe('What the reading is at, while it goes on'),
    progress: z.number().min(0).max(100).describe('Percent of the source that was read and indexed'),
    bytes_per_second: z.int().optional().describe('While it is read'),
    remaining_seconds: z.int().optional().describe('While it is read: about how long it still takes'),
    reason: z.string().optional().describe('Why it failed, and what to do; while it is read, why that had to be tried again'),
    reason_code: documentReason.optional().describe('The same for programs'),
    work_id: z.string().describe('The work that reads it: cancel it, or try it again, at `/api/work`'),
    searchable: z.boolean().describe('Whether its passages can be found'),
    enabled: z.boolean().describe('Whether searches look at it'),
    splitting: splitRules,
    fields: documentFields,
    columns: z.array(tableColumn).optional().describe('Of a table that was read'),
    caption: z.string().optional().describe('Of a picture; empty where it has none yet'),
    caption_revision: z.string().optional().describe('Of a picture: another one with every change of its caption; send it back with the next one'),
    refresh_hours: z.int().describe('How often its web page is fetched by itself; 0: never'),
    refresh_at: timestamp.optional().describe('When its web page is fetched next'),
    passages: z.int(),
    characters: z.int(),
    hits: z.int().describe('How often its passages were found'),
    owner_id: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'KnowledgeDocument' });

export type KnowledgeDocument = z.output<typeof knowledgeDocument>;

const webAddress = z.url({ protocol: /^https?$/ }).max(2_000);

/** Where a document's content comes from. */
export const documentSource = z
  .discriminatedUnion('type', [
    z.strictObject({ type: z.literal('file'), file_id: idInRequest.describe('Of an uploaded file') }),
    z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(2_000_000) }),
    z.strictObject({ type: z.literal('web'), url: webAddress }),
  ])
  .meta({ id: 'DocumentSource' });

const refreshHours = z.int().min(0).max(8_760).describe('Fetch the web page again after so many hours, and read it where it has changed; 0: never by itself');

/** Which document a call is about. */
export const documentParams = z.object({ document_id: idInRequest });

export const addDocument = endpoint('POST', '/api/knowledge/datasets/{dataset_id}/documents', {
  name: 'addDocument',
  tag,
  summary: 'Add a document; it is read, cut and indexed as work that can be watched',
  permission: 'knowledge.edit',
  params: datasetParams,
  body: z.strictObject({
    name: documentName.optional().describe("The file's or the page's where absent"),
    source: documentSource,
    splitting: splitRules.optional().describe("The data set's where absent"),
    fields: documentFields.default({}),
    refresh_hours: refreshHours.default(0),
    allow_duplicate: z.boolean().default(false).describe('Add a file that the data set has already once more; otherwise 409 names the document'),
  }),
  answer: knowledgeDocument,
  creates: true,
});

export const listDocuments = endpoint('GET', '/api/knowledge/datasets/{dataset_id}/documents', {
  name: 'listDocuments',
  tag,
  summary: 'The documents of a data set',
  permission: 'knowledge.read',
  params: datasetParams,
  query: z.strictObject({
    ...tokenPageQuery,
    state: z.enum(documentStates).optional(),
    captioned: queryBoolean.optional().describe('Of pictures: those with a caption, or those without'),
    name: z.string().trim().min(1).max(255).optional().describe('Those whose names hold it; a page may be short, or empty, though others follow'),
    order: z.enum(documentOrders).default('newest').describe('By how often their passages were found: not together with a state or captions'),
  }),
  answer: tokenPage(knowledgeDocument),
});

export const getDocument = endpoint('GET', '/api/knowledge/documents/{document_id}', {
  name: 'getDocument',
  tag,
  summary: 'A document, with how far its reading has come',
  permission: 'knowledge.read',
  params: documentParams,
  answer: knowledgeDocument,
});

export const updateDocument = endpoint('PATCH', '/api/knowledge/documents/{document_id}', {
  name: 'updateDocument',
  tag,
  summary: 'Change a document; other rules of splitting have it read anew, beside what is found of it until then',
  permission: 'knowledge.edit',
  params: documentParams,
  body: z.strictObject({
    name: documentName.optional(),
    fields: documentFields.optional(),
    enabled: z.boolean().optional(),
    splitting: splitRules.optional(),
    refresh_hours: refreshHours.optional(),
  }),
  answer: knowledgeDocument,
});

export const readDocumentAgain = endpoint('POST', '/api/knowledge/documents/{document_id}/read', {
  name: 'readDocumentAgain',
  tag,
  summary: 'Read a document anew: a web page is fetched once more; passages that were changed by hand are replaced',
  permission: 'knowledge.edit',
  params: documentParams,
  answer: knowledgeDocument,
});

export const retryFailedDocuments = endpoint('POST', '/api/knowledge/datasets/{dataset_id}/retry', {
  name: 'retryFailedDocuments',
  tag,
  summary: 'Try documents again that have failed, without the steps that they have finished: up to 100 in a call, the newest first',
  permission: 'knowledge.edit',
  params: datasetParams,
  body: z.strictObject({ page_token: tokenPageQuery.page_token }),
  answer: z.object({ retried: z.int(), has_more: z.boolean(), next_page_token: z.string().describe('Empty where none are left') }),
});

export const setCaption = endpoint('PUT', '/api/knowledge/documents/{document_id}/caption', {
  name: 'setCaption',
  tag,
  summary: 'Write the caption of a picture, by which it is found; 409 where it was changed since the revision that is given',
  permission: 'knowledge.edit',
  params: documentParams,
  body: z.strictObject({ caption: z.string().trim().max(32_000).describe('Empty to take it away: the picture is not found any more'), revision: z.string().max(64).optional().describe('The `caption_revision` that was read; without it, whatever was written meanwhile is overwritten') }),
  answer: knowledgeDocument,
});

export const deleteDocuments = endpoint('POST', '/api/knowledge/datasets/{dataset_id}/documents/delete', {
  name: 'deleteDocuments',
  tag,
  summary: 'Delete documents of a data set with their passages, and say of each what became of it',
  permission: 'knowledge.edit',
  params: datasetParams,
  body: z.strictObject({ document_ids: z.array(idInRequest).min(1).max(100) }),
  answer: z.object({
    items: z.array(
      z.object({
        document_id: z.string(),
        work_id: z.string().optional().describe('The work that removes the rest of one that is deleted: see `/api/work`'),
        reason: z.string().optional().describe('Why one is not deleted'),
      }),
    ),
  }),
});

export const deleteDocument = endpoint('DELETE', '/api/knowledge/documents/{document_id}', {
  name: 'deleteDocument',
  tag,
  summary: 'Delete a document with its passages',
  permission: 'knowledge.edit',
  params: documentParams,
  answer: removal,
  accepts: true,
});
