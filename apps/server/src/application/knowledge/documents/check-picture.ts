import { BadRequest } from '#kernel/errors.ts';
import type { FileDocument } from '#application/files/index.ts';

/** What models and browsers show. */
const PICTURES: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif']);

/** Throws `BadRequest` where a file is not a picture that can be shown. */
export function checkPicture({ name, mediaType }: Pick<FileDocument, 'name' | 'mediaType'>): void {
  if (!PICTURES.has(mediaType)) throw new BadRequest(`${name} is no picture that can be shown (it is ${mediaType}): give a PNG, JPEG, WebP or GIF.`);
}
