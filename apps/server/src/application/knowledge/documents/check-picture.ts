import type { FileDocument } from '#application/files/index.ts';
import { ReadingFailure } from '../reading-failure.ts';

/** What models and browsers show. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** Throws `ReadingFailure` where a file is not a picture that can be shown. */
export function checkPicture({ name, mediaType }: Pick<FileDocument, 'name' | 'mediaType'>): void {
  if (!PICTURES.has(mediaType)) throw new ReadingFailure('no_picture', { file: name, type: mediaType });
}
