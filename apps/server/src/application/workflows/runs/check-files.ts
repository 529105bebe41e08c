import type { Files } from '#application/files/index.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import type { NamedFile } from '../engine/file-values.ts';

/**
 * The uploaded files that a run is given, by their ids. What is no file, and none that its caller may read, is
 * refused as long as somebody is told; so is for a trigger, which may read none itself, what it was not granted.
 */
export async function checkFiles(files: Pick<Files, 'find' | 'describe'>, principal: Principal, named: readonly NamedFile[], granted?: readonly string[]): Promise<readonly string[]> {
  for (const file of named) {
    const { fileId, place, isPicture } = file;
    if (granted !== undefined && !granted.includes(fileId)) throw notGranted(file);
    const { name, mediaType } = await (granted === undefined ? files.find(principal, fileId) : files.describe(fileId));
    if (isPicture && !mediaType.startsWith('image/')) throw new BadRequest(`parameters: ${place} has to be a picture, and the file ${JSON.stringify(name)} is of the type ${mediaType}.`);
  }
  return [...new Set(named.map(({ fileId }) => fileId))];
}

function notGranted({ fileId, place }: NamedFile): BadRequest {
  return new BadRequest(`parameters: ${place} names the uploaded file ${fileId}, and a trigger gives only files that stood in its own parameters when they were saved: save them again with this file, or give an address instead.`);
}
