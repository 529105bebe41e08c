import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { cleanName } from '@buckle/contract';
import type robots from 'robots-parser';
import type { FileDocument } from '#application/files/index.ts';
import { NotFound } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { type HttpClient, OutboundRefused } from '#services/outbound/index.ts';
import type { EndedWork, WorkContext } from '#services/work/index.ts';
import type { IngestionInput, ReadingContext } from '../context.ts';
import type { KnowledgeDocument, Source } from '../knowledge-documents.ts';
import { unlessMissing } from '../unless-missing.ts';
import { ReadingFailure } from '../reading-failure.ts';

type WebSource = Extract<Source, { type: 'web' }>;

/** Its types are those of a module, which it is none of. */
const robotsParser = createRequire(import.meta.url)('robots-parser') as typeof robots.default;

/** As whom pages are fetched, and what robots.txt may name. */
const AGENT = 'Buckle';
const USER_AGENT = `${AGENT}/1.0 (knowledge base)`;
const ROBOTS_BYTES = 512 * 1024;
/** Characters of patterns times those of an address: so many are compared in some 50 ms, which nobody else has meanwhile. */
const MOST_COMPARED = 20_000_000;
const TIME = 60_000;

/** The extension that a page's bytes are stored under: what its name ends with may be anything. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  'text/html': 'html', 'application/xhtml+xml': 'html', 'text/plain': 'txt', 'text/markdown': 'md', 'text/csv': 'csv', 'application/json': 'json', 'application/pdf': 'pdf',
};

/** The step of a reading that notes which file the document's page was before. */
const PAGE_BEFORE = 'page before';

/**
 * Fetches the page of a document once a reading, and stores it as a file that has the id of the reading's work, so that it is
 * found again after a kill; the document's file is that one from then on. Throws `ReadingFailure` where it cannot be had.
 */
export async function fetchPage(context: ReadingContext, work: WorkContext<IngestionInput>, document: KnowledgeDocument, source: WebSource): Promise<FileDocument> {
  await work.step(PAGE_BEFORE, () => Promise.resolve(source.fileId ?? ''));
  const file = (await storedPage(context, work.id)) ?? (await storePage(context, document, source, work));
  const noting = context.stored.documents.update(document.id, { set: { workspaceId: document.workspaceId, source: { ...source, fileId: file.id }, bytes: file.size } });
  await unlessMissing(noting);
  return file;
}

/** Whether a page that was fetched is what its document had before. */
export async function isPageUnchanged(context: ReadingContext, { journal }: Pick<WorkContext<IngestionInput>, 'journal'>, file: FileDocument): Promise<boolean> {
  const before = await storedPage(context, pageBefore(journal) ?? '');
  return before?.hash === file.hash;
}

/** Removes what a reading has fetched, or what its document had before, where that is the document's page no more. */
export async function removeStalePages({ stored, files }: ReadingContext, { id, input, journal }: Pick<EndedWork<IngestionInput>, 'id' | 'input' | 'journal'>): Promise<void> {
  const before = pageBefore(journal);
  if (before === undefined) return;
  const document = await stored.documents.get(input.documentId);
  for (const fileId of [id, before]) if (fileId !== document?.source.fileId) await files.remove(fileId);
}

/** The file of the page before a reading has fetched it: '' where there was none, undefined where the reading has not come so far. */
function pageBefore(journal: WorkContext<IngestionInput>['journal']): string | undefined {
  const value = journal.find('result', PAGE_BEFORE)?.['value'];
  return typeof value === 'string' ? value : undefined;
}

async function storedPage({ files }: ReadingContext, fileId: string): Promise<FileDocument | undefined> {
  try {
    return await files.describe(fileId);
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

async function storePage(context: ReadingContext, document: KnowledgeDocument, source: WebSource, { id, signal }: Pick<WorkContext<IngestionInput>, 'id' | 'signal'>): Promise<FileDocument> {
  const url = new URL(source.url);
  await checkRobots(context.outbound, url, signal);
  const response = await get(context.outbound, url, signal);
  if (!response.ok || !response.body) {
    await response.body?.cancel();
    throw refusal(url, response.status);
  }
  if (response.url !== url.href) await checkRobots(context.outbound, new URL(response.url), signal);
  const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  const fileName = fileNameOf(url, EXTENSIONS[type]);
  const body = Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]);
  return context.files.store(readerOf(document), { workspaceId: document.workspaceId, id, file: { fileName, body } });
}

/** Who stores the file: the document itself, in its workspace and nowhere else, for its owner. */
function readerOf({ id, workspaceId, ownerId }: KnowledgeDocument): Principal {
  return { userId: ownerId, instanceAdmin: false, via: 'trigger', credentialId: `document ${id}`, workspaceId, scopes: ['file.write'] };
}

/** Asks robots.txt, as RFC 9309 has it: where there is none everything is allowed, where it cannot be had nothing is. */
async function checkRobots(outbound: HttpClient, url: URL, signal: AbortSignal): Promise<void> {
  const address = new URL('/robots.txt', url);
  const response = await get(outbound, address, signal);
  if (!response.ok) {
    await response.body?.cancel();
    if (response.status >= 500) throw new ReadingFailure('page_permission_unknown', { host: url.host, status: response.status }, { isPassing: true });
    return;
  }
  const rules = await beginningOf(response);
  if (patternsIn(rules) * url.href.length > MOST_COMPARED) {
    throw new ReadingFailure('page_rules_too_many', { host: url.host, characters: url.href.length });
  }
  if (robotsParser(address.href, rules).isAllowed(url.href, AGENT) === false) {
    throw new ReadingFailure('page_forbidden', { host: url.host, agent: AGENT, url: url.href });
  }
}

/** How many characters of rules may each be compared with every one of an address. */
function patternsIn(rules: string): number {
  return rules.split(/[\r\n]/).reduce((sum, line) => sum + (line.includes('*') ? line.length : 0), 0);
}

/** So much of an answer as robots.txt may have. */
async function beginningOf({ body }: Response): Promise<string> {
  if (!body) return '';
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  const reader: ReadableStreamDefaultReader<Uint8Array> = body.getReader();
  while (bytes < ROBOTS_BYTES) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(pieces).toString();
    pieces.push(value);
    bytes += value.length;
  }
  await reader.cancel();
  return Buffer.concat(pieces).toString();
}

async function get(outbound: HttpClient, url: URL, signal: AbortSignal): Promise<Response> {
  try {
    return await outbound.fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIME)]), headers: { 'user-agent': USER_AGENT, accept: 'text/html,text/plain,*/*;q=0.5' } });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OutboundRefused) throw new ReadingFailure('page_address_refused', { host: error.host, address: error.address }, { cause: error });
    throw new ReadingFailure('page_unreachable', { origin: url.origin }, { isPassing: true, cause: error });
  }
}

function refusal(url: URL, status: number): Error {
  return new ReadingFailure('page_refused', { url: url.href, status }, { isPassing: status >= 500 || status === 429 });
}

function fileNameOf({ pathname, host }: URL, extension: string | undefined): string {
  const last = cleanName(pathname.split('/').findLast((part) => part !== '')?.slice(-150) ?? '') || host;
  return extension === undefined || last.toLowerCase().endsWith(`.${extension}`) ? last : `${last}.${extension}`;
}
