import { describe, expect, it } from 'vitest';
import { CallFailed } from '../../api/failure.ts';
import { type Parts, type ReadText, saveText } from './save-text.ts';

const refused = new CallFailed({ status: 409, code: 4000, message: 'No.', logId: '' });

/** A text that has these parts by now, at revision 2. */
function stored(parts: Parts) {
  let now: ReadText = { parts, revision: '2' };
  return {
    parts: () => now.parts,
    read: () => Promise.resolve(now),
    async write(changes: Parts, revision: string | undefined) {
      if (revision !== now.revision) throw refused;
      now = { parts: { ...now.parts, ...changes }, revision: '3' };
    },
  };
}

describe('changes of a text', () => {
  const base: ReadText = { parts: { name: 'Tea', price: '3' }, revision: '1' };

  it('are saved onto what was read', async () => {
    const text = stored({ name: 'Tea', price: '3' });
    expect(await saveText({ ...base, revision: '2' }, { price: '4' }, text)).toBeUndefined();
    expect(text.parts()).toEqual({ name: 'Tea', price: '4' });
  });

  it('are put together with what somebody else has changed beside them, or has changed alike', async () => {
    const text = stored({ name: 'Green tea', price: '3' });
    expect(await saveText(base, { name: 'Green tea ', price: '4' }, text)).toBeUndefined();
    expect(text.parts()).toEqual({ name: 'Green tea ', price: '4' });
  });

  it('are not saved over what somebody else has made otherwise of the same part', async () => {
    const text = stored({ name: 'Green tea', price: '5' });
    expect(await saveText(base, { price: '' }, text)).toEqual({ theirs: { parts: { name: 'Green tea', price: '5' }, revision: '2' }, names: ['price'] });
    expect(text.parts()).toEqual({ name: 'Green tea', price: '5' });
  });

  it('fail as the server says where another reason refuses them', async () => {
    const write = () => Promise.reject(refused);
    await expect(saveText(base, { price: '4' }, { write })).rejects.toBe(refused);
    await expect(saveText(base, { price: '4' }, { write, read: () => Promise.resolve(base) })).rejects.toBe(refused);
  });
});
