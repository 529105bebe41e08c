import * as contract from '@buckle/contract';
import { seconds } from '#kernel/clock.ts';
import { BadRequest } from '#kernel/errors.ts';
import { Download, type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import type { FilesContext } from './context.ts';
import { deleteFile } from './delete-file.ts';
import type { FileDocument } from './file-document.ts';
import { findFile, listFiles, readBytes } from './read-file.ts';
import { uploadFile } from './upload-file.ts';

/** The endpoints of files. */
export function fileRoutes(context: FilesContext): Route[] {
  return [
    route(contract.uploadFile, async ({ principal, file, query, idempotencyKey }) => {
      if (!file) throw new BadRequest('file: send the file as a part named "file" of a multipart/form-data body.');
      return answer(await uploadFile(context, principal, { file, workspaceId: query.workspace_id, idempotencyKey }));
    }),
    route(contract.retrieveFile, async ({ principal, query }) => answer(await findFile(context, principal, query.file_id))),
    route(contract.listFiles, async ({ principal, query }) => {
      const page = { limit: query.page_size, after: query.page_token };
      const found = await listFiles(context, principal, query.workspace_id, page);
      const names = await context.identity.namesOf(found.items.map(({ ownerId }) => ownerId));
      return tokenPage(found, (file) => listed(file, names));
    }),
    route(contract.downloadFile, async ({ principal, params }) => {
      const file = await findFile(context, principal, params.file_id);
      const { size, name: fileName, mediaType } = file;
      return new Download(await readBytes(context, file), { size, fileName, mediaType });
    }),
    route(contract.deleteFile, async ({ principal, params }) => {
      await deleteFile(context, principal, params.file_id);
      return {};
    }),
  ];
}

function answer(file: FileDocument) {
  return { id: file.id, bytes: file.size, created_at: seconds(file.createdAt), file_name: file.name };
}

function listed({ id, name, size, mediaType, createdAt, ownerId }: FileDocument, names: ReadonlyMap<string, string>) {
  return { id, name, bytes: size, media_type: mediaType, created_at: seconds(createdAt), owner_id: ownerId, owner_name: names.get(ownerId) ?? '' };
}
