import { mkdtemp, open, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Unavailable } from '#kernel/errors.ts';
import { openFolderFiles } from './folder-files.ts';

vi.mock(import('node:fs/promises'), async (original) => {
  const real = await original();
  return { ...real, open: vi.fn<typeof real.open>(real.open) };
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'buckle-files-'));
});
afterEach(() => rm(folder, { recursive: true }));

const body = () => Readable.from([Buffer.from('x')]);

it.each([
  ['ENOSPC', /is full\. Free some space/],
  ['EDQUOT', /is full\. Free some space/],
  ['EROFS', /cannot write into the folder "files".*make it writable/],
  ['EACCES', /cannot write into the folder "files".*make it writable/],
])('a put that the system refuses with %s says why nothing was stored and what to do', async (code, words) => {
  const files = await openFolderFiles(folder);
  const refusal = Object.assign(new Error(`${code}: open '/secret/path'`), { code });
  vi.mocked(open).mockRejectedValueOnce(refusal);
  const error = await files.put('a', body()).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Unavailable);
  expect(error).toMatchObject({ status: 503, code: 5003, message: expect.stringMatching(words), cause: refusal });
  expect(String(error)).not.toContain('/secret');
  expect(await readdir(folder)).toEqual(['=incoming']);
  await files.put('a', body());
});

it('what the body throws is passed on as it is', async () => {
  const files = await openFolderFiles(folder);
  const gone = Object.assign(new Error('The client has gone.'), { code: 'ECONNRESET' });
  const broken = async function* () {
    yield Buffer.from('half');
    throw gone;
  };
  await expect(files.put('a', broken())).rejects.toBe(gone);
});
