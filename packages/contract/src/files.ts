import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';
import { tokenPage, tokenPageQuery } from './pages.ts';

const tag = 'Files';

/** A file as the Coze API shows it. */
export const file = z
  .object({ id, bytes: z.int(), created_at: timestamp, file_name: z.string() })
  .meta({ id: 'File' });

export const uploadFile = endpoint('POST', '/v1/files/upload', {
  name: 'uploadFile',
  tag,
  summary: 'Upload a file, to send in messages',
  permission: 'file.write',
  query: z.object({ workspace_id: z.string().max(64).optional().describe("Where it belongs; else the caller's own workspace") }),
  multipart: true,
  answer: file,
  creates: true,
});

export const retrieveFile = endpoint('GET', '/v1/files/retrieve', {
  name: 'retrieveFile',
  tag,
  summary: 'What is known of a file',
  permission: 'file.read',
  query: z.object({ file_id: idInRequest }),
  answer: file,
  alias: 'POST',
});

/** A file as the management API lists it. */
export const storedFile = z
  .object({
    id: z.string(),
    name: z.string(),
    bytes: z.int(),
    media_type: z.string().describe('As its bytes say, not its name'),
    created_at: timestamp,
    owner_id: z.string().describe('Who uploaded it'),
    owner_name: z.string().describe('Empty where the account was deleted'),
  })
  .meta({ id: 'StoredFile' });

const params = z.object({ file_id: idInRequest });

export const listFiles = endpoint('GET', '/api/files', {
  name: 'listFiles',
  tag,
  summary: 'The files of a workspace, the newest first',
  permission: 'file.read',
  query: z.strictObject({ ...tokenPageQuery, workspace_id: idInRequest }),
  answer: tokenPage(storedFile),
});

export const downloadFile = endpoint('GET', '/api/files/{file_id}/content', {
  name: 'downloadFile',
  tag,
  summary: 'The bytes of a file',
  permission: 'file.read',
  params,
  place: 'bytes',
});

export const deleteFile = endpoint('DELETE', '/api/files/{file_id}', {
  name: 'deleteFile',
  tag,
  summary: 'Delete a file; messages that show it stay, without it',
  permission: 'file.write',
  params,
});
