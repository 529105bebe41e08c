import type { Collection, Page, Query } from '#data/documents/port.ts';
import type { BotDocument, BotVersionDocument } from './bot-documents.ts';
import type { BotsContext } from './context.ts';

const AT_ONCE = 100;

/** The files that the bots of a workspace show, in their drafts and in all versions, which may come back. */
export async function filesOf({ bots, versions }: BotsContext, workspaceId: string): Promise<Set<string>> {
  const files = new Set<string>();
  const note = ({ definition }: Pick<BotDocument, 'definition'>): void => void (definition.icon_file_id && files.add(definition.icon_file_id));
  for await (const bot of each(bots, { where: { workspaceId }, sort: 'updatedAt' })) {
    note(bot);
    for await (const version of each(versions, { where: { botId: bot.id }, sort: 'number' })) note(version);
  }
  return files;
}

async function* each<T extends BotDocument | BotVersionDocument>(collection: Collection<T>, query: Pick<Query<T>, 'where' | 'sort'>): AsyncGenerator<T> {
  for (let after: string | undefined, more = true; more; more = after !== undefined) {
    const page: Page<T> = await collection.find({ ...query, limit: AT_ONCE, ...(after === undefined ? {} : { after }) });
    yield* page.items;
    after = page.next;
  }
}
