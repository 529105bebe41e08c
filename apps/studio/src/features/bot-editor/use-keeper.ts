import { useEffect, useState, useSyncExternalStore } from 'react';
import { useLazyGetBotDraftQuery, usePutBotDraftMutation } from '../../api/bots.ts';
import { DraftKeeper, type Kept, type SavedDraft } from './draft-keeper.ts';
import { rememberUnsaved, unsavedOf } from './unsaved.ts';

/** What is being typed into a bot, and who keeps it. */
export interface Editing extends Kept {
  readonly keeper: DraftKeeper;
  /** Whether it began with what had been typed before and was not saved. */
  readonly isRestored: boolean;
}

/** Keeps what is typed into a bot, from its draft as it was read first. */
export function useKeeper(botId: string, draft: SavedDraft): Editing {
  const [put] = usePutBotDraftMutation();
  const [get] = useLazyGetBotDraftQuery();
  const [{ keeper, isRestored }] = useState(() => {
    const unsaved = unsavedOf(botId);
    const params = { bot_id: botId };
    const port = {
      put: ({ revision, definition }: SavedDraft) => put({ params, body: { revision, definition } }).unwrap(),
      get: () => get({ params }).unwrap(),
      remember: (typed: Parameters<typeof rememberUnsaved>[1]) => rememberUnsaved(botId, typed),
    };
    const { revision, definition } = draft;
    return { keeper: new DraftKeeper({ revision, definition }, port, unsaved), isRestored: unsaved !== undefined };
  });
  const kept = useSyncExternalStore(keeper.subscribe, keeper.kept);

  useEffect(() => keeper.adopt(draft), [keeper, draft]);
  useEffect(() => {
    // A connection that is back is used at once.
    const flush = (): void => void keeper.flush();
    window.addEventListener('online', flush);
    return () => {
      window.removeEventListener('online', flush);
      // Leaving the page saves what waits; what cannot be saved is remembered.
      void keeper.flush().finally(() => keeper.close());
    };
  }, [keeper]);
  const isOpen = kept.state.kind !== 'saved';
  useEffect(() => {
    if (!isOpen) return undefined;
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, [isOpen]);
  return { ...kept, keeper, isRestored };
}
