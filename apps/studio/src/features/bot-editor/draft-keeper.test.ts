import { botDefinition } from '@buckle/contract';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallFailed } from '../../api/failure.ts';
import { DraftKeeper, type SavedDraft, type Unsaved } from './draft-keeper.ts';
import { editedOf } from './edited-bot.ts';

const refused = (status: number) => new CallFailed({ status, code: 4000, message: 'No.', logId: '' });
const first: SavedDraft = { revision: 1, definition: botDefinition.parse({ name: 'Guide', prompt: 'One' }) };

/** A server with one draft, a keeper of it, and what was remembered last. */
function open({ failures = [] as unknown[], unsaved = undefined as Unsaved | undefined } = {}) {
  const server = { draft: first, puts: 0, remembered: unsaved, loseAnswer: false };
  const keeper = new DraftKeeper(
    first,
    {
      async put(draft) {
        server.puts += 1;
        await Promise.resolve();
        if (failures.length > 0) throw failures.shift();
        if (draft.revision !== server.draft.revision) throw refused(409);
        server.draft = { ...draft, revision: draft.revision + 1 };
        if (server.loseAnswer) {
          server.loseAnswer = false;
          throw refused(0);
        }
        return server.draft;
      },
      get: async () => server.draft,
      remember: (typed) => (server.remembered = typed),
    },
    unsaved,
  );
  return { server, keeper, kind: () => keeper.kept().state.kind };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a draft', () => {
  it('is saved once after a pause in typing, with the revision that it was read at', async () => {
    const { server, keeper, kind } = open();
    keeper.change({ prompt: 'T' });
    await vi.advanceTimersByTimeAsync(300);
    keeper.change({ prompt: 'Two' });
    expect(kind()).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server).toMatchObject({ puts: 1, draft: { revision: 2, definition: { prompt: 'Two' } }, remembered: undefined });
    expect(kind()).toBe('saved');
  });

  it('is not sent where what was typed is what is there', async () => {
    const { server, keeper, kind } = open();
    keeper.change({ prompt: 'Two' });
    keeper.change({ prompt: 'One' });
    expect(await keeper.flush()).toBe(true);
    expect([kind(), server.puts]).toEqual(['saved', 0]);
  });

  it('that was typed on during a save is saved again', async () => {
    const { server, keeper, kind } = open();
    keeper.change({ prompt: 'Two' });
    const flushed = keeper.flush();
    keeper.change({ prompt: 'Three' });
    expect(server.remembered?.edited.prompt).toBe('Three');
    await flushed;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.draft).toMatchObject({ revision: 3, definition: { prompt: 'Three' } });
    expect(kind()).toBe('saved');
  });

  it('stays, remembered, while it cannot be saved', async () => {
    const { server, keeper, kind } = open({ failures: [refused(0)] });
    keeper.change({ prompt: 'Two' });
    expect(await keeper.flush()).toBe(false);
    expect(kind()).toBe('failed');
    expect(server.remembered).toMatchObject({ base: first, edited: { prompt: 'Two' } });
    expect(await keeper.flush()).toBe(true);
    expect(server.draft.definition.prompt).toBe('Two');
  });

  it('is not sent while it is not valid, and says so', async () => {
    const { server, keeper, kind } = open();
    keeper.change({ name: '', prompt: 'Two' });
    expect(await keeper.flush()).toBe(false);
    expect([kind(), server.puts, server.remembered?.edited.prompt]).toEqual(['invalid', 0, 'Two']);
    keeper.change({ name: 'Pilot' });
    expect(await keeper.flush()).toBe(true);
  });

  it('that was changed elsewhere is compared, and saved as chosen', async () => {
    const { server, keeper, kind } = open();
    server.draft = { revision: 5, definition: { ...first.definition, description: 'Theirs', prompt: 'Theirs' } };
    keeper.change({ prompt: 'Mine' });
    await keeper.flush();
    const { state } = keeper.kept();
    expect(state).toMatchObject({ kind: 'conflict', theirs: { revision: 5 } });
    expect(keeper.kept().edited.prompt).toBe('Mine');
    await keeper.resolve({ ...editedOf(server.draft.definition), prompt: 'Both' });
    expect(server.draft).toMatchObject({ revision: 6, definition: { description: 'Theirs', prompt: 'Both' } });
    expect(kind()).toBe('saved');
  });

  it('that was read again is taken over, unless something was typed', async () => {
    const { keeper } = open();
    keeper.adopt({ revision: 2, definition: { ...first.definition, prompt: 'Newer' } });
    expect(keeper.kept()).toMatchObject({ edited: { prompt: 'Newer' }, base: { revision: 2 }, state: { kind: 'saved' } });
    keeper.change({ prompt: 'Mine' });
    keeper.adopt({ revision: 3, definition: { ...first.definition, prompt: 'Newest' } });
    expect(keeper.kept()).toMatchObject({ edited: { prompt: 'Mine' }, base: { revision: 2 } });
    keeper.close();
  });

  it('whose save arrived and whose answer was lost is no conflict', async () => {
    const { server, keeper, kind } = open();
    server.loseAnswer = true;
    keeper.change({ prompt: 'Two' });
    await keeper.flush();
    expect(kind()).toBe('failed');
    expect(await keeper.flush()).toBe(true);
    expect(keeper.kept().base.revision).toBe(2);
  });

  it('that was typed into before the page was loaded again goes on from there', async () => {
    const { server, keeper } = open({ unsaved: { base: first, edited: editedOf({ ...first.definition, prompt: 'Typed' }) } });
    expect(keeper.kept().edited.prompt).toBe('Typed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server).toMatchObject({ remembered: undefined, draft: { definition: { prompt: 'Typed' } } });
  });
});
