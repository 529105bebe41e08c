import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { documentsCopyPath } from '../commands/backup/copy-documents.ts';
import type { Settings } from '../config.ts';
import { type Cache, MemoryCache } from '#data/cache/index.ts';
import { type DataFolder, openDataFolder } from '#data/data-folder.ts';
import { type Documents, openSqliteDocuments } from '#data/documents/index.ts';
import type { Files } from '#data/files/port.ts';
import { openFolderFiles } from '#data/files/index.ts';
import { MemoryQueue, type Queue } from '#data/queue/index.ts';
import { openEmbeddedSearch, type Search } from '#data/search/index.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Logger } from '#kernel/logger.ts';
import { SoleProcess } from './sole-process.ts';

/** The data floor of one process: the ports, each with the adapter that the settings call for. */
export interface DataLayer {
  readonly folder: DataFolder;
  readonly documents: Documents;
  readonly cache: Cache;
  readonly queue: Queue;
  readonly files: Files;
  readonly search: Search;
  close(): Promise<void>;
}

/**
 * Opens the data floor; `openDocuments` is given the path of the SQLite file. Throws
 * `DataFolderUnusable` and `DocumentsInUse` where another process has them.
 */
export async function openDataLayer(
  settings: Settings,
  clock: Clock,
  logger: Logger,
  openDocuments: (path: string) => Promise<Documents> = documentsOf(settings),
): Promise<DataLayer> {
  const folder = await openDataFolder(settings.dataDir, {
    onWait: (holder) => logger.warn({}, `the data folder is in use by ${holder}; waiting for it`),
  });
  try {
    // A backup that was killed may have left it.
    await rm(documentsCopyPath(folder.path), { force: true });
    const documents = await openDocuments(join(folder.path, 'documents.db'));
    const hold = settings.mongodbUrl === undefined ? undefined : await holdDocuments(documents, folder, clock, logger);
    const cache = new MemoryCache(clock);
    const queue = new MemoryQueue({
      onFailure: ({ error, ...failure }) => logger.error({ ...failure, err: error }, 'a queued message could not be handled'),
    });
    const files = await openFolderFiles(join(folder.path, 'files'));
    const search = await openEmbeddedSearch(join(folder.path, 'search'));
    return {
      folder,
      documents,
      cache,
      queue,
      files,
      search,
      async close() {
        await search.close();
        await queue.close();
        await cache.close();
        await files.close();
        await hold?.release();
        await documents.close();
        await folder.release();
      },
    };
  } catch (error) {
    await folder.release();
    throw error;
  }
}

/** Holds documents that other machines reach too; ends this process in order where they are taken from it. */
async function holdDocuments(documents: Documents, folder: DataFolder, clock: Clock, logger: Logger): Promise<SoleProcess> {
  try {
    const onLost = () => process.kill(process.pid, 'SIGTERM');
    return await SoleProcess.take(documents, `${hostname()}:${folder.path}`, clock, { logger, onLost });
  } catch (error) {
    await documents.close();
    throw error;
  }
}

/** How the settings want documents to be opened: in MongoDB, or in the SQLite file at a path. */
function documentsOf({ mongodbUrl }: Settings): (path: string) => Promise<Documents> {
  if (mongodbUrl === undefined) return (path) => openSqliteDocuments({ path });
  return async () => {
    // The driver is loaded only where it is used: it costs a start time and memory.
    const { openMongodbDocuments } = await import('#data/documents/mongodb/index.ts');
    return openMongodbDocuments({ url: mongodbUrl });
  };
}
