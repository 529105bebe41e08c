import type { BotDefinition } from '@buckle/contract';
import { useMemo } from 'react';
import { useLazyGetBotDraftQuery, usePutBotDraftMutation } from '../../api/bots.ts';
import type { SavedDraft } from '../../shared/draft-keeper.ts';
import { type EditedDraft, useDraftKeeper } from '../../shared/use-draft-keeper.ts';
import { definitionOf, type EditedBot, editedOf } from './edited-bot.ts';
import { type Problems, problemsOf } from './problems.ts';

/** What is being typed into a bot, what is wrong with it, and who keeps it. */
export interface Editing extends EditedDraft<BotDefinition, EditedBot> {
  readonly problems: Problems;
}

/** A draft of a bot as the server gives and takes it. */
interface BotDraft {
  readonly revision: number;
  readonly definition: BotDefinition;
}

const draftOf = ({ revision, definition }: BotDraft): SavedDraft<BotDefinition> => ({ revision, content: definition });

/** Keeps what is typed into a bot, from its draft as it was read first. */
export function useKeeper(botId: string, draft: BotDraft): Editing {
  const [put] = usePutBotDraftMutation();
  const [get] = useLazyGetBotDraftQuery();
  const params = { bot_id: botId };
  const saved = useMemo(() => draftOf(draft), [draft]);
  const editing = useDraftKeeper<BotDefinition, EditedBot>(botId, saved, {
    open: editedOf,
    contentOf: (edited) => (problemsOf(edited).size > 0 ? undefined : definitionOf(edited)),
    put: async ({ revision, content }) => draftOf(await put({ params, body: { revision, definition: content } }).unwrap()),
    get: async () => draftOf(await get({ params }).unwrap()),
  });
  const problems = useMemo(() => problemsOf(editing.edited), [editing.edited]);
  return { ...editing, problems };
}
