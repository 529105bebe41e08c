import { type Collection, type Documents, DocumentMissing, type Read, RevisionConflict, type Write } from '#data/documents/port.ts';
import type { FilesContext } from './context.ts';

const AT_ONCE = 1_000;
/** How often a sum is made anew, in milliseconds: a day. */
const RECOUNT_AFTER = 24 * 3_600_000;
/** How many are made anew at once, before others have their turn. */
const RECOUNTS = 100;

/** The bytes of all files of a workspace. Its id is the workspace's. */
export interface FileTotal {
  readonly id: string;
  readonly bytes: number;
  /** When the files themselves were last added up, in milliseconds. */
  readonly countedAt: number;
}

type TotalsContext = Pick<FilesContext, 'files' | 'totals' | 'clock'>;

export function openTotals(documents: Documents): Promise<Collection<FileTotal>> {
  return documents.collection<FileTotal>({ name: 'file_totals', schemaVersion: 1, indexes: [{ fields: ['countedAt'] }] });
}

/** The bytes of all files of a workspace. */
export async function storedBytes(context: TotalsContext, workspaceId: string): Promise<number> {
  return ((await context.totals.get(workspaceId)) ?? (await begin(context, workspaceId))).bytes;
}

/** The write that adds to what a workspace stores, or with a negative number takes from it; it stands behind that of the file. */
export async function addingBytes(context: TotalsContext, workspaceId: string, bytes: number): Promise<Write> {
  if (!(await context.totals.get(workspaceId))) await begin(context, workspaceId);
  return async () => {
    try {
      await context.totals.update(workspaceId, { increment: { bytes } });
    } catch (error) {
      // The workspace was deleted in the meantime.
      if (!(error instanceof DocumentMissing)) throw error;
    }
  };
}

/**
 * Adds the files of workspaces up anew whose sum is a day old: where documents have no commits of several
 * writes, a kill between those of a file and its sum leaves that wrong. To be called every hour or so.
 */
export async function recountTotals(context: TotalsContext): Promise<void> {
  const { totals, clock } = context;
  const before = clock.now() - RECOUNT_AFTER;
  const { items } = await totals.find({ where: { countedAt: { lt: before } }, sort: 'countedAt', limit: RECOUNTS });
  // Where a file came or went meanwhile, it has its turn again.
  for (const total of items) await recounted(context, total);
}

/** Adds the files of a workspace up anew. */
export async function recountTotal(context: TotalsContext, workspaceId: string): Promise<void> {
  for (;;) {
    const total = await context.totals.get(workspaceId);
    if (!total || (await recounted(context, total))) return;
  }
}

/** Makes a sum anew; false where it was changed in the meantime. */
async function recounted(context: TotalsContext, { id, revision }: Read<FileTotal>): Promise<boolean> {
  const set = { bytes: await sumOf(context, id), countedAt: context.clock.now() };
  try {
    await context.totals.update(id, { set }, { revision });
    return true;
  } catch (error) {
    if (error instanceof RevisionConflict || error instanceof DocumentMissing) return false;
    throw error;
  }
}

async function begin(context: TotalsContext, workspaceId: string): Promise<FileTotal> {
  const total = { id: workspaceId, bytes: await sumOf(context, workspaceId), countedAt: context.clock.now() };
  await context.totals.ensure(total);
  return (await context.totals.get(workspaceId)) ?? total;
}

async function sumOf({ files }: TotalsContext, workspaceId: string): Promise<number> {
  let bytes = 0;
  let after: string | undefined;
  do {
    const page = await files.closed.find({ where: { workspaceId }, sort: 'createdAt', limit: AT_ONCE, after });
    for (const { size } of page.items) bytes += size;
    after = page.next;
  } while (after !== undefined);
  return bytes;
}
