import { z } from 'zod';
import { id, idInRequest, numberedPage, queryBoolean, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { nameOf } from './names.ts';

const tag = 'Knowledge (Coze)';

/** 0: text, 1: tables, 2: pictures. */
const formatType = z.union([z.literal(0), z.literal(1), z.literal(2)]);

/** How Coze says that documents are cut: 0 automatically, 1 as the other fields say. */
const chunkStrategy = z
  .object({
    chunk_type: z.int().min(0).max(1).default(0),
    separator: z.string().max(100).optional(),
    max_tokens: z.int().optional(),
    remove_extra_spaces: z.boolean().optional(),
    remove_urls_emails: z.boolean().optional(),
    caption_type: z.int().min(0).max(1).optional().describe('Of pictures: 0 has a model write their captions, 1 is by hand'),
  })
  .meta({ id: 'CozeChunkStrategy' });

const datasetId = z.object({ dataset_id: idInRequest });

export const createCozeDataset = endpoint('POST', '/v1/datasets', {
  name: 'createCozeDataset',
  tag,
  summary: 'Create a data set',
  permission: 'knowledge.edit',
  body: z.object({
    name: nameOf(100),
    space_id: idInRequest,
    format_type: formatType.default(0),
    description: z.string().max(2_000).default(''),
    file_id: z.string().max(64).optional().describe('Its icon'),
  }),
  answer: z.object({ dataset_id: id }),
  creates: true,
});

export const listCozeDatasets = endpoint('GET', '/v1/datasets', {
  name: 'listCozeDatasets',
  tag,
  summary: 'The data sets of a workspace, the newest first',
  permission: 'knowledge.read',
  query: z.object({
    space_id: idInRequest,
    name: z.string().max(100).optional().describe('What their names begin with'),
    format_type: z.coerce.number().int().min(0).max(2).optional(),
    ...numberedPage(300).shape,
  }),
  answer: z.object({
    total_count: z.int(),
    dataset_list: z.array(
      z.object({
        dataset_id: id,
        name: z.string(),
        description: z.string(),
        space_id: id,
        status: z.literal(1).describe('Enabled'),
        format_type: formatType,
        can_edit: z.boolean(),
        icon_uri: z.string(),
        icon_url: z.string(),
        doc_count: z.int(),
        slice_count: z.int(),
        hit_count: z.int(),
        all_file_size: z.string().describe('Bytes, as text: the client for Go takes nothing else'),
        bot_used_count: z.literal(0).describe('Not counted'),
        file_list: z.array(z.string()),
        failed_file_list: z.array(z.string()),
        processing_file_list: z.array(z.string()),
        processing_file_id_list: z.array(z.string()),
        chunk_strategy: chunkStrategy,
        creator_id: z.string(),
        creator_name: z.string(),
        avatar_url: z.string(),
        create_time: timestamp,
        update_time: timestamp,
      }),
    ),
  }),
});

export const updateCozeDataset = endpoint('PUT', '/v1/datasets/{dataset_id}', {
  name: 'updateCozeDataset',
  tag,
  summary: 'Change the name and the description of a data set',
  permission: 'knowledge.edit',
  params: datasetId,
  body: z.object({ name: nameOf(100).optional(), description: z.string().max(2_000).optional(), file_id: z.string().max(64).optional() }),
});

export const deleteCozeDataset = endpoint('DELETE', '/v1/datasets/{dataset_id}', {
  name: 'deleteCozeDataset',
  tag,
  summary: 'Delete a data set with its documents',
  permission: 'knowledge.edit',
  params: datasetId,
});

export const processCozeDocuments = endpoint('POST', '/v1/datasets/{dataset_id}/process', {
  name: 'processCozeDocuments',
  tag,
  summary: 'How far documents have come',
  permission: 'knowledge.read',
  params: datasetId,
  body: z.object({ document_ids: z.array(idInRequest).min(1).max(300) }),
  answer: z.object({
    data: z.array(
      z.object({
        document_id: id,
        document_name: z.string(),
        url: z.string(),
        size: z.int(),
        type: z.string(),
        status: z.union([z.literal(0), z.literal(1), z.literal(9)]).describe('0: being processed, 1: ready, 9: failed'),
        progress: z.int(),
        update_type: z.int(),
        update_interval: z.int(),
        remaining_time: z.int(),
        status_descript: z.string(),
      }),
    ),
  }),
});

const cozeDocument = z
  .object({
    document_id: id,
    name: z.string(),
    char_count: z.int(),
    chunk_strategy: chunkStrategy,
    create_time: timestamp,
    update_time: timestamp,
    format_type: formatType,
    hit_count: z.int(),
    size: z.int(),
    slice_count: z.int(),
    source_type: z.union([z.literal(0), z.literal(1)]).describe('0: a file, 1: a web page'),
    status: z.union([z.literal(0), z.literal(1), z.literal(9)]),
    type: z.string(),
    update_interval: z.int(),
    update_type: z.int(),
    tos_uri: z.string(),
  })
  .meta({ id: 'CozeDocument' });

/** A file of 20 MB in base64, and a bit. */
const MOST_BASE64 = 28_000_000;

/** Of web pages; other documents have nothing to be updated from. */
const updateRule = z.object({
  update_type: z.union([z.literal(0), z.literal(1)]).default(0).describe('1: a web page is fetched again by itself'),
  update_interval: z.int().min(1).max(8_760).default(24).describe('After so many hours'),
});

export const createCozeDocuments = endpoint('POST', '/open_api/knowledge/document/create', {
  name: 'createCozeDocuments',
  tag,
  summary: 'Add up to ten documents to a data set',
  permission: 'knowledge.edit',
  maxBodyBytes: MOST_BASE64 + 1_000_000,
  body: z.object({
    dataset_id: idInRequest,
    document_bases: z
      .array(
        z.object({
          name: nameOf(255),
          source_info: z.object({
            file_base64: z.string().max(MOST_BASE64).optional().describe('Of a file of up to 20 MB; so much is in one request at most'),
            file_type: z.string().max(20).optional().describe('Of `file_base64`, such as pdf'),
            web_url: z.string().max(2_000).optional(),
            document_source: z.int().optional().describe('0: file_base64, 1: web_url, 5: source_file_id'),
            source_file_id: z.string().max(64).optional().describe('Of an uploaded file'),
          }),
          update_rule: updateRule.optional(),
        }),
      )
      .min(1)
      .max(10),
    chunk_strategy: chunkStrategy.optional().describe("The data set's where absent"),
    format_type: formatType.optional(),
  }),
  answer: z.object({ document_infos: z.array(cozeDocument) }),
  place: 'fields',
  creates: true,
});

const cozePicture = z
  .object({
    document_id: id,
    name: z.string(),
    caption: z.string(),
    url: z.string().describe('Where its bytes are had, with a token that may read files'),
    size: z.int(),
    type: z.string(),
    status: z.union([z.literal(0), z.literal(1), z.literal(9)]),
    source_type: z.union([z.literal(0), z.literal(1), z.literal(5)]).describe('0: sent in base64, 1: from an address, 5: an uploaded file'),
    creator_id: z.string(),
    create_time: timestamp,
    update_time: timestamp,
  })
  .meta({ id: 'CozePicture' });

export const listCozePictures = endpoint('GET', '/v1/datasets/{dataset_id}/images', {
  name: 'listCozePictures',
  tag,
  summary: 'The pictures of a data set, the newest first; with a keyword those that it finds, the best first',
  permission: 'knowledge.read',
  params: datasetId,
  query: z.object({
    ...numberedPage(299).shape,
    keyword: z.string().max(1_000).optional().describe('What their captions say'),
    has_caption: queryBoolean.optional(),
  }),
  answer: z.object({ photo_infos: z.array(cozePicture), total_count: z.int() }),
});

export const updateCozePicture = endpoint('PUT', '/v1/datasets/{dataset_id}/images/{document_id}', {
  name: 'updateCozePicture',
  tag,
  summary: 'Write the caption of a picture',
  permission: 'knowledge.edit',
  params: datasetId.extend({ document_id: idInRequest }),
  body: z.object({ caption: z.string().trim().max(32_000) }),
});

const pageOfDocuments = z.object({
  dataset_id: idInRequest,
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  size: z.coerce.number().int().min(1).max(100).optional(),
  page_size: z.coerce.number().int().min(1).max(100).optional().describe('The same as `size`'),
});

export type PageOfCozeDocuments = z.output<typeof pageOfDocuments>;

const documentsInAnswer = z.object({ document_infos: z.array(cozeDocument), total: z.int() });

export const listCozeDocuments = endpoint('POST', '/open_api/knowledge/document/list', {
  name: 'listCozeDocuments',
  tag,
  summary: 'The documents of a data set, the newest first',
  permission: 'knowledge.read',
  body: pageOfDocuments,
  answer: documentsInAnswer,
  place: 'fields',
});

/** As older methods of the clients have it. */
export const getCozeDocuments = endpoint('GET', '/open_api/knowledge/document/list', {
  name: 'getCozeDocuments',
  tag,
  summary: 'The same, as older methods of the clients ask for it',
  permission: 'knowledge.read',
  query: pageOfDocuments,
  answer: documentsInAnswer,
  place: 'fields',
});

export const updateCozeDocument = endpoint('POST', '/open_api/knowledge/document/update', {
  name: 'updateCozeDocument',
  tag,
  summary: 'Rename a document, or change how often its web page is fetched',
  permission: 'knowledge.edit',
  body: z.object({ document_id: idInRequest, document_name: nameOf(255).optional(), update_rule: updateRule.optional() }),
});

export const deleteCozeDocuments = endpoint('POST', '/open_api/knowledge/document/delete', {
  name: 'deleteCozeDocuments',
  tag,
  summary: 'Delete documents with their passages',
  permission: 'knowledge.edit',
  body: z.object({ document_ids: z.array(idInRequest).min(1).max(100) }),
});
