import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallFailed } from '../api/failure.ts';
import { DraftKeeper, isSame, type SavedDraft, type Unsaved } from './draft-keeper.ts';

/** What is kept: the number is edited as text, which need not be one. */
interface Content {
  readonly prompt: string;
  readonly description: string;
  readonly number: number;
}

interface Edited {
  readonly prompt: string;
  readonly description: string;
  readonly number: string;
}

const opened = (content: Content): Edited => ({ ...content, number: String(content.number) });

const refused = (status: number) => new CallFailed({ status, code: 4000, message: 'No.', logId: '' });
const first: SavedDraft<Content> = { revision: 1, content: { prompt: 'One', description: '', number: 1 } };

/** A server with one draft, a keeper of it, and what was remembered last. */
function open({ failures = [] as unknown[], unsaved = undefined as Unsaved<Content, Edited> | undefined } = {}) {
  const server = { draft: first, puts: 0, remembered: unsaved, loseAnswer: false };
  const keeper = new DraftKeeper<Content, Edited>(
    first,
    {
      open: opened,
      contentOf: ({ number, ...rest }) => (number === '' ? undefined : { ...rest, number: Number(number) }),
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
  const type = (changes: Partial<Edited>): void => keeper.change({ ...keeper.kept().edited, ...changes });
  return { server, keeper, type, kind: () => keeper.kept().state.kind };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a draft', () => {
  it('is saved once after a pause in typing, with the revision that it was read at', async () => {
    const { server, kind, type } = open();
    type({ prompt: 'T' });
    await vi.advanceTimersByTimeAsync(300);
    type({ prompt: 'Two' });
    expect(kind()).toBe('waiting');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server).toMatchObject({ puts: 1, draft: { revision: 2, content: { prompt: 'Two' } }, remembered: undefined });
    expect(kind()).toBe('saved');
  });

  it('is not sent where what was typed is what is there', async () => {
    const { server, keeper, kind, type } = open();
    type({ prompt: 'Two' });
    type({ prompt: 'One' });
    expect(await keeper.flush()).toBe(true);
    expect([kind(), server.puts]).toEqual(['saved', 0]);
  });

  it('that was typed on during a save is saved again', async () => {
    const { server, keeper, kind, type } = open();
    type({ prompt: 'Two' });
    const flushed = keeper.flush();
    type({ prompt: 'Three' });
    expect(server.remembered?.edited.prompt).toBe('Three');
    await flushed;
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server.draft).toMatchObject({ revision: 3, content: { prompt: 'Three' } });
    expect(kind()).toBe('saved');
  });

  it('stays, remembered, while it cannot be saved', async () => {
    const { server, keeper, kind, type } = open({ failures: [refused(0)] });
    type({ prompt: 'Two' });
    expect(await keeper.flush()).toBe(false);
    expect(kind()).toBe('failed');
    expect(server.remembered).toMatchObject({ base: first, edited: { prompt: 'Two' } });
    expect(await keeper.flush()).toBe(true);
    expect(server.draft.content.prompt).toBe('Two');
  });

  it('is not sent while it is not valid, and says so', async () => {
    const { server, keeper, kind, type } = open();
    type({ number: '', prompt: 'Two' });
    expect(await keeper.flush()).toBe(false);
    expect([kind(), server.puts, server.remembered?.edited.prompt]).toEqual(['invalid', 0, 'Two']);
    type({ number: '2' });
    expect(await keeper.flush()).toBe(true);
  });

  it('that was changed elsewhere is compared, and saved as chosen', async () => {
    const { server, keeper, kind, type } = open();
    server.draft = { revision: 5, content: { ...first.content, description: 'Theirs', prompt: 'Theirs' } };
    type({ prompt: 'Mine' });
    await keeper.flush();
    const { state } = keeper.kept();
    expect(state).toMatchObject({ kind: 'conflict', theirs: { revision: 5 } });
    expect(keeper.kept().edited.prompt).toBe('Mine');
    await keeper.resolve({ ...opened(server.draft.content), prompt: 'Both' });
    expect(server.draft).toMatchObject({ revision: 6, content: { description: 'Theirs', prompt: 'Both' } });
    expect(kind()).toBe('saved');
  });

  it('that was read again is taken over, unless something was typed', async () => {
    const { keeper, type } = open();
    keeper.adopt({ revision: 2, content: { ...first.content, prompt: 'Newer' } });
    expect(keeper.kept()).toMatchObject({ edited: { prompt: 'Newer' }, base: { revision: 2 }, state: { kind: 'saved' } });
    type({ prompt: 'Mine' });
    keeper.adopt({ revision: 3, content: { ...first.content, prompt: 'Newest' } });
    expect(keeper.kept()).toMatchObject({ edited: { prompt: 'Mine' }, base: { revision: 2 } });
    keeper.close();
  });

  it('whose save arrived and whose answer was lost is no conflict', async () => {
    const { server, keeper, kind, type } = open();
    server.loseAnswer = true;
    type({ prompt: 'Two' });
    await keeper.flush();
    expect(kind()).toBe('failed');
    expect(await keeper.flush()).toBe(true);
    expect(keeper.kept().base.revision).toBe(2);
  });

  it('that was typed into before the page was loaded again goes on from there', async () => {
    const { server, keeper } = open({ unsaved: { base: first, edited: opened({ ...first.content, prompt: 'Typed' }) } });
    expect(keeper.kept().edited.prompt).toBe('Typed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(server).toMatchObject({ remembered: undefined, draft: { content: { prompt: 'Typed' } } });
  });
});

describe('two values of JSON', () => {
  it.each([
    [{ a: 1, b: [1, { c: null }] }, { b: [1, { c: null }], a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: undefined }, { b: 1 }, false],
    [[1, 2], [2, 1], false],
    [[], {}, false],
    [null, {}, false],
    ['1', 1, false],
  ])('%j and %j are the same: %s', (one, other, expected) => {
    expect(isSame(one, other)).toBe(expected);
  });
});
