import * as contract from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { BadRequest } from '#kernel/errors.ts';
import { type Route, route } from '#kernel/route.ts';
import type { FilesContext } from './context.ts';
import type { FileDocument } from './file-document.ts';
import { findFile } from './read-file.ts';
import { uploadFile } from './upload-file.ts';

/** The endpoints of files. */
export function fileRoutes(context: FilesContext): Route[] {
  return [
    route(contract.uploadFile, async ({ principal, file, query, idempotencyKey }) => {
      if (!file) throw new BadRequest('file: send the file as a part named "file" of a multipart/form-data body.');
      return answer(await uploadFile(context, principal, { file, workspaceId: query.workspace_id, idempotencyKey }));
    }),
    route(contract.retrieveFile, async ({ principal, query }) => answer(await findFile(context, principal, query.file_id))),
  ];
}

function answer(file: FileDocument) {
  return { id: file.id, bytes: file.size, created_at: seconds(file.createdAt), file_name: file.name };
}
