import { createHash } from 'node:crypto';
import { cleanName } from '@buckle/contract';
import type { Read } from '#data/documents/port.ts';
import { BadRequest } from '#kernel/errors.ts';
import { type Principal, sessionField } from '#kernel/principal.ts';
import type { IncomingFile } from '#kernel/route.ts';
import type { FilesContext } from './context.ts';
import type { FileDocument } from './file-document.ts';
import { addingBytes, storedBytes } from './stored-bytes.ts';
import { SNIFFED_BYTES, sniffMediaType } from './sniff-media-type.ts';
import { settleUpload, type Upload } from './uploads.ts';

const NAME_CHARACTERS = 255;
/** The name of a file of whose own nothing can be seen. */
const UNNAMED = 'unnamed';

/** Stores an uploaded file, under an id that the caller may give: streamed, hashed and sealed on its way. Throws where the body is cut off or too large. */
export async function uploadFile(
  context: FilesContext,
  principal: Principal,
  input: { readonly file: IncomingFile; readonly workspaceId?: string | undefined; readonly id?: string | undefined; readonly idempotencyKey?: string | undefined },
): Promise<FileDocument> {
  const workspaceId = input.workspaceId || (await context.identity.defaultWorkspace(principal));
  await context.identity.authorize(principal, 'file.write', { type: 'workspace', id: workspaceId, workspaceId });
  /** Does something for which so many more bytes need to have room. */
  const withRoom = <T>(bytes: number, store: () => Promise<T>) =>
    context.limits.storeBytes(workspaceId, bytes, () => storedBytes(context, workspaceId), store);
  // Clients send whatever the disk has, so a name is mended, not refused.
  const name = cleanName(input.file.fileName.slice(-NAME_CHARACTERS)) || UNNAMED;
  if (input.file.fileName === '') throw new BadRequest('file: the part needs a file name (filename="…" in its Content-Disposition).');
  const call = { operation: 'uploadFile', key: input.idempotencyKey, body: { workspaceId, name } };
  return context.idempotency.create(principal, call, () => input.id ?? context.ids.next(), {
    async find(id) {
      const existing = await context.files.get(id);
      if (existing) input.file.body.resume();
      return existing;
    },
    async make(id) {
      // One that has no room at all is refused before its body is read.
      await withRoom(1, async () => undefined);
      // A key of its own: of two calls with one idempotency key at the same time, neither writes into the other's file.
      const storageKey = `${workspaceId}/${context.ids.next()}`;
      const upload = await context.uploads.insert({ id: storageKey, workspaceId, fileId: id, owner: context.processes.id });
      try {
        const passed = new PassedBytes();
        const { size } = await context.storage.put(workspaceId, storageKey, passed.through(input.file.body));
        const file: FileDocument = {
          id,
          workspaceId,
          ownerId: principal.userId,
          ...sessionField(principal),
          name,
          size,
          mediaType: await sniffMediaType(passed.head, name),
          hash: passed.hash(),
          storageKey,
          createdAt: context.clock.now(),
        };
        // How large it is was not known before.
        return await withRoom(size, () => insert(context, file, upload));
      } catch (error) {
        await settleFailed(context, storageKey);
        throw error;
      }
    },
  });
}

async function insert(context: FilesContext, file: FileDocument, upload: Read<Upload>): Promise<FileDocument> {
  const { documents, files, uploads } = context;
  const adding = await addingBytes(context, file.workspaceId, file.size);
  // Others may have taken this process for dead, and the bytes away.
  const holding = () => uploads.update(upload.id, { set: { owner: upload.owner } }, { revision: upload.revision });
  await documents.inOrder([holding, () => files.insert(file), adding, () => uploads.delete(upload.id)]);
  return file;
}

/** Sees at once to an upload that has failed; where that fails too, the log says so, and what it left goes after the next start. */
async function settleFailed(context: FilesContext, storageKey: string): Promise<void> {
  try {
    const upload = await context.uploads.get(storageKey);
    if (upload) await settleUpload(context, upload);
  } catch (error) {
    context.logger.error({ file: storageKey, err: error }, 'what a failed upload has left could not be removed');
  }
}

/** Hashes bytes on their way and keeps the first of them. */
class PassedBytes {
  readonly #digest = createHash('sha256');
  #head: Uint8Array = new Uint8Array();

  get head(): Uint8Array {
    return this.#head;
  }

  async *through(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of body) {
      this.#digest.update(piece);
      if (this.#head.length < SNIFFED_BYTES) this.#head = Buffer.concat([this.#head, piece]).subarray(0, SNIFFED_BYTES);
      yield piece;
    }
  }

  hash(): string {
    return this.#digest.digest('hex');
  }
}
