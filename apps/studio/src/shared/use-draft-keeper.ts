import { useEffect, useState, useSyncExternalStore } from 'react';
import { DraftKeeper, type DraftPort, type Kept, type SavedDraft } from './draft-keeper.ts';
import { type Memory, memoryOf, unsavedOf } from './unsaved.ts';
import { useLeaveWarning } from './use-leave-warning.ts';

/** A draft that is being edited, and who keeps it. */
export interface EditedDraft<Content, Edited> extends Kept<Content, Edited> {
  readonly keeper: DraftKeeper<Content, Edited>;
  /** Whether it began with what had been typed before and was not saved. */
  readonly isRestored: boolean;
}

/**
 * Keeps what is typed into a draft, from how it was read first; `id` is that of what it is a draft of.
 * A page that shows another draft is mounted anew. `port` is taken once.
 */
export function useDraftKeeper<Content, Edited>(
  id: string,
  draft: SavedDraft<Content>,
  port: Omit<DraftPort<Content, Edited>, 'remember'>,
): EditedDraft<Content, Edited> {
  const [{ keeper, memory, isRestored }] = useState(() => {
    const unsaved = unsavedOf<Content, Edited>(id);
    const memory: Memory<Content, Edited> = memoryOf(id);
    return { keeper: new DraftKeeper<Content, Edited>(draft, { ...port, remember: memory.remember }, unsaved), memory, isRestored: unsaved !== undefined };
  });
  const kept = useSyncExternalStore(keeper.subscribe, keeper.kept);

  useEffect(() => keeper.adopt(draft), [keeper, draft]);
  useEffect(() => {
    // A connection that is back is used at once.
    const flush = (): void => void keeper.flush();
    window.addEventListener('online', flush);
    window.addEventListener('pagehide', memory.write);
    return () => {
      window.removeEventListener('online', flush);
      window.removeEventListener('pagehide', memory.write);
      // Leaving the page saves what waits; what cannot be saved is remembered.
      void keeper.flush().finally(() => {
        keeper.close();
        memory.write();
      });
    };
  }, [keeper, memory]);
  useLeaveWarning(kept.state.kind !== 'saved');
  return { ...kept, keeper, isRestored };
}
