import { z } from 'zod';
import { id, idInRequest, timestamp } from './common.ts';
import { endpoint } from './define.ts';

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
