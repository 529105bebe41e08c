import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { documentsCases } from '../cases.ts';
import { openMemoryDocuments, openSqliteDocuments } from './index.ts';

documentsCases('SQLite in a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-documents-'));
  const path = join(folder, 'documents.db');
  let documents = await openSqliteDocuments({ path });
  return {
    documents,
    async reopen() {
      await documents.close();
      documents = await openSqliteDocuments({ path });
      return documents;
    },
    async end() {
      await documents.close();
      await rm(folder, { recursive: true });
    },
  };
});

documentsCases(
  'SQLite in memory',
  async () => {
    const documents = await openMemoryDocuments();
    return { documents, end: () => documents.close() };
  },
  { lasting: false },
);
