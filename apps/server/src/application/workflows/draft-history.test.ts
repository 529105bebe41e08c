import { describe, expect, it } from 'vitest';
import type { SealedCollection } from '#services/storage/index.ts';
import { keepDraft } from './draft-history.ts';
import type { PastDraftDocument, WorkflowDocument } from './workflow-documents.ts';

const MINUTE = 60_000;
const workflow = {
  id: 'f', workspaceId: 'w', ownerId: 'ann', draftRevision: 3, draftSavedBy: 'ann', draftSavedAt: 5, draftKeptAt: 0, createdAt: 0, source: { canvas: {}, idMap: {} },
} as unknown as WorkflowDocument;

/** The revisions that are kept, of a workflow that has 102 drafts already where `full`. */
async function keptBy(save: { by: string; at: number; replaces?: boolean }, full = false): Promise<{ kept: number[]; forgotten: string[] }> {
  const kept: number[] = [];
  const forgotten: string[] = [];
  const drafts = {
    ensure: ({ draftRevision }: PastDraftDocument) => Promise.resolve(void kept.push(draftRevision)),
    delete: (id: string) => Promise.resolve(void forgotten.push(id)),
    closed: { find: ({ skip }: { skip: number }) => Promise.resolve({ items: full && skip === 100 ? [{ id: 'f-2' }, { id: 'f-1' }] : [] }) },
  } as unknown as SealedCollection<PastDraftDocument>;
  await keepDraft(drafts, workflow, { replaces: false, ...save });
  return { kept, forgotten };
}

describe('a draft that is saved over', () => {
  it.each([
    ['by the same person, soon', { by: 'ann', at: 9 * MINUTE }, []],
    ['by the same person, ten minutes after the last that was kept', { by: 'ann', at: 10 * MINUTE }, [3]],
    ['by somebody else', { by: 'bo', at: MINUTE }, [3]],
    ['as a whole', { by: 'ann', at: MINUTE, replaces: true }, [3]],
  ])('%s', async (_, save, expected) => {
    expect((await keptBy(save)).kept).toEqual(expected);
  });

  it('makes those forgotten that are more than a hundred drafts old', async () => {
    expect((await keptBy({ by: 'bo', at: MINUTE }, true)).forgotten).toEqual(['f-2', 'f-1']);
  });
});
