import { Readable } from 'node:stream';
import { textRules, type TextRules } from '@buckle/contract';
import type { Fields } from '#data/search/port.ts';
import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type ReadBatch, Unreadable } from '#services/reading/index.ts';
import type { KnowledgeContext } from '../context.ts';
import { type ReadColumn, TableColumns } from '../tables/table-columns.ts';

const SHOWN = 20;

/** What rules of splitting make of the beginning of a source; nothing is kept. Throws `NotFound`, `PermissionDenied`, `BadRequest` with the reason where it cannot be read, and `Unavailable`. */
export async function previewPassages(
  context: KnowledgeContext,
  principal: Principal,
  input: { readonly workspaceId: string; readonly source: { readonly type: 'file'; readonly fileId: string } | { readonly type: 'text'; readonly text: string }; readonly splitting?: TextRules | undefined },
): Promise<{ readonly passages: ReadBatch['passages']; readonly parents: ReadBatch['parents']; readonly rows?: readonly Fields[]; readonly columns?: readonly ReadColumn[]; readonly hasMore: boolean }> {
  const { workspaceId, source, splitting = textRules.parse({ mode: 'automatic' }) } = input;
  await context.identity.authorize(principal, 'knowledge.edit', { type: 'workspace', id: workspaceId, workspaceId });
  const given = source.type === 'file' ? await ofFile(context, principal, source.fileId) : { body: Readable.from([Buffer.from(source.text)]), fileName: splitting.mode === 'rows' ? 'text.csv' : 'text.txt' };
  try {
    const { passages, parents, done } = (await context.reader.preview(given, splitting)) ?? { passages: [], parents: [], done: 1 };
    const found = { passages: passages.slice(0, SHOWN), parents, hasMore: passages.length > SHOWN || done < 1 };
    if (splitting.mode !== 'rows') return found;
    const columns = new TableColumns(splitting);
    const rows = columns.read(passages.map(({ row = {} }) => row));
    return { ...found, rows, columns: columns.all };
  } catch (error) {
    if (error instanceof Unreadable) throw new BadRequest(`source: ${error.message}`, { cause: error, reasonCode: error.reason });
    throw error;
  }
}

async function ofFile({ files }: KnowledgeContext, principal: Principal, fileId: string) {
  const file = await files.find(principal, fileId);
  return { body: await files.read(file), fileName: file.name, size: file.size };
}
