import { startOfDay } from '../../shared/start-of-day.ts';

/** What the list is searched by beside the bot: one at a time. */
export const searches = ['all', 'failed', 'user', 'name'] as const;

/** A search as the form has it, and as it stands in the address: days as `2026-01-31`, both included. */
export interface ConversationFilter {
  readonly bot?: string;
  readonly by: (typeof searches)[number];
  /** Of a user or a name. */
  readonly text?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The search that an address asks for. */
export function filterOf(address: URLSearchParams): ConversationFilter {
  const given = (name: string) => address.get(name) ?? '';
  return {
    by: searches.find((search) => search === given('by')) ?? 'all',
    ...Object.fromEntries((['bot', 'text', 'from', 'to'] as const).flatMap((name) => (given(name) === '' ? [] : [[name, given(name)]]))),
  };
}

/** The address of a search. */
export function addressOf({ by, ...filter }: ConversationFilter): URLSearchParams {
  const address = new URLSearchParams(by === 'all' ? {} : { by });
  for (const [name, value] of Object.entries(filter)) if (value?.trim()) address.set(name, value.trim());
  return address;
}

/** The same as the endpoint asks for it. A search by name knows no days, and what is empty asks for all. */
export function queryOf({ bot, by, text = '', from, to }: ConversationFilter) {
  const begin = startOfDay(from);
  const end = startOfDay(to, 1);
  const isNamed = by === 'name' && text !== '';
  return {
    ...(bot !== undefined && { bot_id: bot }),
    ...(by === 'failed' && { failed: 'true' as const }),
    ...(by === 'user' && text !== '' && { user_id: text }),
    ...(isNamed && { name: text }),
    ...(!isNamed && begin !== undefined && { from: begin }),
    ...(!isNamed && end !== undefined && { to: end }),
  };
}
