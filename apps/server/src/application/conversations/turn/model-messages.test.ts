import { describe, expect, it } from 'vitest';
import { INLINE_BYTES, type FileDocument } from '#application/files/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { HistoryMessage } from './history.ts';
import { modelMessages } from './model-messages.ts';

const MODEL = { name: 'M', capabilities: { vision: true, tools: true, reasoning: true, json: true } };

/** Files of given sizes, by name, that keep count of what is read. */
function filesOf(sizes: Readonly<Record<string, number>>) {
  const read: string[] = [];
  return {
    read,
    async describe(id: string): Promise<FileDocument> {
      const size = sizes[id];
      if (size === undefined) throw new NotFound('file', id);
      const mediaType = id.endsWith('.png') ? 'image/png' : 'application/pdf';
      return { id, workspaceId: 'w', ownerId: '1', name: id, size, mediaType, hash: '', storageKey: id, createdAt: 0 };
    },
    async readInline({ id }: FileDocument): Promise<Buffer> {
      read.push(id);
      return Buffer.from(`bytes of ${id}`);
    },
  };
}

function asked(...ids: readonly string[]): HistoryMessage {
  return { role: 'user', contentType: 'object_string', content: JSON.stringify(ids.map((id) => ({ type: 'file', file_id: id }))) };
}

describe('the files of a conversation', () => {
  it('are read once each, however often they are named', async () => {
    const files = filesOf({ 'a.pdf': 5, 'b.png': 5 });
    const messages = await modelMessages(files, MODEL, [asked('a.pdf', 'b.png', 'a.pdf'), asked('a.pdf')]);
    expect(files.read.toSorted()).toEqual(['a.pdf', 'b.png']);
    const file = { type: 'file', mediaType: 'application/pdf', fileName: 'a.pdf', data: Buffer.from('bytes of a.pdf') };
    const picture = { type: 'image', mediaType: 'image/png', data: Buffer.from('bytes of b.png') };
    expect(messages).toEqual([
      { role: 'user', content: [file, picture, file] },
      { role: 'user', content: [file] },
    ]);
  });

  it('are shown from the newest on, as many as fit into a turn; of the others the model is told', async () => {
    const half = INLINE_BYTES / 2;
    const files = filesOf({ 'old.png': half, 'old.pdf': half, 'new.pdf': half, 'small.pdf': 3 });
    const messages = await modelMessages(files, MODEL, [asked('old.png', 'old.pdf'), asked('small.pdf', 'new.pdf')]);
    expect(files.read).toEqual(['small.pdf', 'new.pdf']);
    expect(messages[0]).toEqual({ role: 'user', content: [{ type: 'text', text: '[a picture]' }, { type: 'text', text: '[file old.pdf]' }] });
    const twice = await modelMessages(filesOf({ 'a.pdf': half + 1 }), MODEL, [asked('a.pdf'), asked('a.pdf')]);
    expect(twice).toMatchObject([{ content: [{ type: 'text', text: '[file a.pdf]' }] }, { content: [{ type: 'file' }] }]);
  });
});
