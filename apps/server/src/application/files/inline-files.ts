import { NotFound } from '#kernel/errors.ts';
import type { ModelPart } from '#services/models/port.ts';
import type { FileDocument } from './file-document.ts';
import type { Files } from './index.ts';
import { INLINE_BYTES } from './read-file.ts';

/** What a model is told of a picture that it is not shown. */
export const UNSEEN_PICTURE: ModelPart = { type: 'text', text: '[a picture]' };

/** What a model is told of a file that is gone. */
const DELETED_FILE: ModelPart = { type: 'text', text: '[a file that was deleted]' };

/**
 * The files that one call shows a model, up to `INLINE_BYTES` in all, those first that are asked for
 * first. Each is read once, however often it is named.
 */
export class InlineFiles {
  readonly #files: Pick<Files, 'describe' | 'readInline'>;
  readonly #described = new Map<string, FileDocument>();
  readonly #read = new Map<string, Buffer>();
  /** Counted at every mention, since the model is sent the bytes at every one. */
  #bytesLeft = INLINE_BYTES;

  constructor(files: Pick<Files, 'describe' | 'readInline'>) {
    this.#files = files;
  }

  /** A file as a part of a message; words in its place where it does not fit any more, or was deleted. */
  async part(fileId: string): Promise<ModelPart> {
    try {
      return await this.#part(fileId);
    } catch (error) {
      if (error instanceof NotFound) return DELETED_FILE;
      throw error;
    }
  }

  async #part(fileId: string): Promise<ModelPart> {
    const file = this.#described.get(fileId) ?? (await this.#files.describe(fileId));
    this.#described.set(fileId, file);
    const { mediaType, name, size } = file;
    const isPicture = mediaType.startsWith('image/');
    if (size > this.#bytesLeft) return isPicture ? UNSEEN_PICTURE : { type: 'text', text: `[file ${name}]` };
    this.#bytesLeft -= size;
    const data = this.#read.get(fileId) ?? (await this.#files.readInline(file));
    this.#read.set(fileId, data);
    return isPicture ? { type: 'image', mediaType, data } : { type: 'file', mediaType, fileName: name, data };
  }
}
