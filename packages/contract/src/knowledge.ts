import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { documentReason } from './document-reasons.ts';
import { nameOf } from './names.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { splitRules } from './splitting.ts';
import { datasetUsage, force } from './usages.ts';
import { removal } from './work.ts';

const tag = 'Knowledge';

/** What the documents of a data set are: text, tables whose rows are passages, or pictures that are found by their captions. */
export const datasetFormats = ['text', 'table', 'image'] as const;

export type DatasetFormat = (typeof datasetFormats)[number];

const datasetName = nameOf(100);
const datasetDescription = z.string().max(2_000);

export const dataset = z
  .object({
    id,
    workspace_id: id,
    name: z.string(),
    description: z.string(),
    format: z.enum(datasetFormats),
    splitting: splitRules.describe('How new documents are cut where they do not say so themselves'),
    embedding_model_id: z.string().describe('Empty where it is searched by keywords alone'),
    embedding_change: z
      .object({ model_id: z.string(), work_id: z.string().describe('Cancel it at `/api/work`'), documents: z.int().describe('How many have vectors of it by now'), reason: z.string().optional().describe('Why it had to be tried again') })
      .optional()
      .describe('While it gets another embedding model; until that is done it is searched as before'),
    embedding_failure: z.string().optional().describe('Why the last change of its embedding model came to nothing'),
    embedding_failure_code: documentReason.optional().describe('The same for programs'),
    documents: z.int(),
    passages: z.int().describe('Of all readings'),
    owner_id: z.string(),
    created_at: timestamp,
    updated_at: timestamp,
  })
  .meta({ id: 'Dataset' });

export type Dataset = z.output<typeof dataset>;

/** Which data set a call is about. */
export const datasetParams = z.object({ dataset_id: idInRequest });

export const createDataset = endpoint('POST', '/api/knowledge/datasets', {
  name: 'createDataset',
  tag,
  summary: 'Create a data set',
  permission: 'knowledge.edit',
  body: z.strictObject({
    workspace_id: idInRequest,
    name: datasetName,
    description: datasetDescription.default(''),
    format: z.enum(datasetFormats).default('text'),
    splitting: splitRules.optional(),
    embedding_model_id: z.string().max(64).optional().describe("The workspace's default where absent; empty for keywords alone"),
  }),
  answer: dataset,
  creates: true,
});

export const listDatasets = endpoint('GET', '/api/knowledge/datasets', {
  name: 'listDatasets',
  tag,
  summary: 'The data sets of a workspace, the newest first',
  permission: 'knowledge.read',
  query: z.strictObject({ ...tokenPageQuery, workspace_id: idInRequest, format: z.enum(datasetFormats).optional() }),
  answer: tokenPage(dataset),
});

export const getDataset = endpoint('GET', '/api/knowledge/datasets/{dataset_id}', {
  name: 'getDataset',
  tag,
  summary: 'A data set',
  permission: 'knowledge.read',
  params: datasetParams,
  answer: dataset,
});

export const updateDataset = endpoint('PATCH', '/api/knowledge/datasets/{dataset_id}', {
  name: 'updateDataset',
  tag,
  summary: 'Change a data set; documents are cut by new rules when they are read the next time, and a new embedding model takes its place when all passages have its vectors',
  permission: 'knowledge.edit',
  params: datasetParams,
  body: z.strictObject({ name: datasetName.optional(), description: datasetDescription.optional(), splitting: splitRules.optional(), embedding_model_id: z.string().max(64).optional().describe('Empty for keywords alone') }),
  answer: dataset,
});

export const listDatasetUsages = endpoint('GET', '/api/knowledge/datasets/{dataset_id}/usages', {
  name: 'listDatasetUsages',
  tag,
  summary: 'Who uses a data set: drafts and versions of bots and workflows. A page may be shorter than it was asked for',
  permission: 'knowledge.read',
  params: datasetParams,
  query: z.object(tokenPageQuery),
  answer: tokenPage(datasetUsage),
});

export const deleteDataset = endpoint('DELETE', '/api/knowledge/datasets/{dataset_id}', {
  name: 'deleteDataset',
  tag,
  summary: 'Delete a data set with its documents and passages',
  permission: 'knowledge.edit',
  params: datasetParams,
  query: z.object({ force }),
  answer: removal,
  accepts: true,
});
