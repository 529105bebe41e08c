import { z } from 'zod';
import { id, idInRequest } from './common.ts';
import { endpoint } from './define.ts';
import { documentFields, documentParams, documentSource, tableColumn } from './knowledge-documents.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';
import { textRules } from './splitting.ts';

const tag = 'Knowledge';

const passageContent = z.string().trim().min(1).max(32_000);

/** Cells of a row by the names of their columns. */
const cells = z.record(z.string().min(1).max(500), z.string().trim().max(32_000)).meta({ id: 'RowCells' });

const eitherOr = { error: 'give content or row, not both' };

function isOneOf({ content, row }: { readonly content?: unknown; readonly row?: unknown }): boolean {
  return content === undefined || row === undefined;
}

export const passage = z
  .object({
    id: z.string(),
    document_id: id,
    content: z.string(),
    headings: z.array(z.string()).describe('That it stands under'),
    page: z.int().optional(),
    parent: z.string().optional().describe('The larger passage around it, which a model is shown'),
    row: cells.optional().describe('Of a row of a table: its cells, as its content has them'),
    fields: documentFields.optional().describe('Of a row of a table: what it can be filtered by, read by the types of its columns'),
    misfits: z.array(z.string()).optional().describe('Of a row of a table: the columns whose cells are not of their type, so that it is not filtered by them'),
    enabled: z.boolean().describe('Whether searches find it'),
    edited: z.boolean().describe('Written or changed by hand'),
    revision: z.int().describe('Rises with every change of its text; send it back with the next one'),
  })
  .meta({ id: 'Passage' });

export type Passage = z.output<typeof passage>;

const passageParams = z.object({ passage_id: idInRequest });

export const listPassages = endpoint('GET', '/api/knowledge/documents/{document_id}/passages', {
  name: 'listPassages',
  tag,
  summary: 'The passages of a document, in its order',
  permission: 'knowledge.read',
  params: documentParams,
  query: z.strictObject({ ...tokenPageQuery, from: idInRequest.optional().describe('Begin with this passage of it') }),
  answer: tokenPage(passage),
});

export const getPassage = endpoint('GET', '/api/knowledge/passages/{passage_id}', {
  name: 'getPassage',
  tag,
  summary: 'A passage',
  permission: 'knowledge.read',
  params: passageParams,
  answer: passage,
});

export const addPassage = endpoint('POST', '/api/knowledge/documents/{document_id}/passages', {
  name: 'addPassage',
  tag,
  summary: 'Add a passage by hand, at the end of a document or after another passage',
  permission: 'knowledge.edit',
  params: documentParams,
  body: z
    .strictObject({ content: passageContent.optional(), row: cells.optional().describe('In a table, in the place of `content`: the cells of a new row'), after: idInRequest.optional() })
    .refine(isOneOf, eitherOr),
  answer: passage,
  creates: true,
});

export const updatePassage = endpoint('PATCH', '/api/knowledge/passages/{passage_id}', {
  name: 'updatePassage',
  tag,
  summary: 'Change a passage, or hide it from searches; 409 where its text was changed since the revision that is given',
  permission: 'knowledge.edit',
  params: passageParams,
  body: z
    .strictObject({ content: passageContent.optional(), row: cells.optional().describe('Of a row of a table, in the place of `content`: cells that change, empty to take one away'), enabled: z.boolean().optional(), revision: z.int().min(0).optional().describe('The revision that was read; without it, whatever was written meanwhile is overwritten') })
    .refine(isOneOf, eitherOr),
  answer: passage,
});

export const deletePassage = endpoint('DELETE', '/api/knowledge/passages/{passage_id}', {
  name: 'deletePassage',
  tag,
  summary: 'Delete a passage',
  permission: 'knowledge.edit',
  params: passageParams,
});

export const previewPassages = endpoint('POST', '/api/knowledge/preview', {
  name: 'previewPassages',
  tag,
  summary: 'The first passages that rules of splitting make of a source; nothing is kept',
  permission: 'knowledge.edit',
  body: z.strictObject({
    workspace_id: idInRequest,
    source: z.discriminatedUnion('type', [documentSource.options[0], documentSource.options[1]]),
    splitting: textRules.optional(),
  }),
  answer: z.object({
    items: z.array(passage.pick({ content: true, headings: true, page: true, parent: true, row: true, fields: true })),
    columns: z.array(tableColumn).optional().describe('Of a table: its columns, as its first rows have them'),
    has_more: z.boolean(),
  }),
});
