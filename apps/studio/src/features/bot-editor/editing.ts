import { createContext, use } from 'react';
import type { EditedBot } from './edited-bot.ts';
import type { Problems } from './problems.ts';

/** What the parts of the editor share. */
export interface EditingContext {
  readonly edited: EditedBot;
  readonly problems: Problems;
  readonly change: (changes: Partial<EditedBot>) => void;
  /** Whether the user's role may not change the bot. */
  readonly isReadOnly: boolean;
}

const Editing = createContext<EditingContext | undefined>(undefined);

export const EditingProvider = Editing.Provider;

/** The bot that is being edited. Throws outside of the editor. */
export function useEditing(): EditingContext {
  const context = use(Editing);
  if (!context) throw new Error('This is a part of the editor of a bot.');
  return context;
}
