import type { Page } from '#data/documents/port.ts';
import type { KnowledgeDocument } from '../knowledge-documents.ts';

/** So many documents are looked through for one page. */
const MOST = 5_000;

interface PageAt {
  readonly limit: number;
  readonly after?: string | undefined;
}

/**
 * A page of the documents whose names hold a text, in any writing of its letters. Names are sealed, so the documents are looked
 * through in the order that `find` gives: a page may be short, or empty, though others follow.
 */
export async function documentsNamed(find: (page: PageAt) => Promise<Page<KnowledgeDocument>>, name: string, { limit, after }: PageAt): Promise<Page<KnowledgeDocument>> {
  const wanted = plain(name);
  const items: Page<KnowledgeDocument>['items'] = [];
  let next = after;
  // Few that are missing are no reason to look for so few at a time.
  for (let seen = 0; seen < MOST && items.length <= limit / 2;) {
    const page = await find({ limit: limit - items.length, after: next });
    items.push(...page.items.filter((document) => plain(document.name).includes(wanted)));
    seen += page.items.length;
    next = page.next;
    if (next === undefined) return { items };
  }
  return { items, ...(next === undefined ? {} : { next }) };
}

function plain(name: string): string {
  return name.normalize('NFKC').toLowerCase();
}
