import { X509Certificate } from 'node:crypto';
import { readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { Gauge, type Registry } from 'prom-client';
import { type ReadinessCheck, readinessOf } from '#access/index.ts';
import type { DataFolder } from '#data/data-folder.ts';
import { isCode } from '#data/files/folder/durable.ts';
import type { Logger } from '#kernel/logger.ts';
import { readLastBackup } from '../../commands/backup/last-backup.ts';
import { storedPaths } from '../../commands/backup/stored-files.ts';
import type { Application } from '../application.ts';
import { version } from '../version.ts';
import { refreshed } from './refreshed.ts';

const MINUTE = 60_000;
const WORK_EVERY = 10_000;
const FILES_EVERY = 15 * MINUTE;
const AUDIT_EVERY = 6 * 60 * MINUTE;

/** What is read when somebody asks for the figures. */
export interface GaugeSources {
  readonly application: Pick<Application, 'work' | 'audit'>;
  readonly folder: DataFolder;
  readonly checks: readonly ReadinessCheck[];
  readonly tlsCert: string | undefined;
  readonly logger: Logger;
}

/** Registers the figures of what is: they are read when somebody asks, the dear ones seldom. */
export function registerGauges(registry: Registry, sources: GaugeSources): void {
  const { application, folder, checks, tlsCert, logger } = sources;
  const failed = (what: string) => (error: unknown) => logger.warn({ err: error }, `${what} could not be measured`);
  workGauges(registry, application, failed('work'));
  dataGauges(registry, folder.path, failed('the size of the data'));
  auditGauge(registry, application, failed('the audit log'));
  const registers = [registry];
  new Gauge({
    name: 'buckle_build_info', help: 'The version that runs, as a label', labelNames: ['version'] as const, registers,
  }).set({ version }, 1);
  new Gauge({
    name: 'buckle_ready',
    help: 'Whether a check of /readyz passes (1) or not (0)',
    labelNames: ['check'] as const,
    registers,
    async collect() {
      const { checks: results } = await readinessOf(checks, () => undefined);
      for (const { name, ok } of results) this.set({ check: name }, ok ? 1 : 0);
    },
  });
  new Gauge({
    name: 'buckle_backup_taken_timestamp_seconds',
    help: 'The moment that the last backup by "npm start -- backup" holds; absent where there is none',
    registers,
    async collect() {
      const last = await readLastBackup(folder.path);
      if (last) this.set(last.takenAt / 1000);
      else this.remove();
    },
  });
  new Gauge({
    name: 'buckle_tls_certificate_expires_timestamp_seconds',
    help: 'When the certificate of BUCKLE_TLS_CERT expires; absent where there is none',
    registers,
    async collect() {
      if (tlsCert === undefined) this.remove();
      else this.set(Date.parse(new X509Certificate(await readFile(tlsCert)).validTo) / 1000);
    },
  });
}

function workGauges(registry: Registry, { work }: Pick<Application, 'work'>, onFailure: (error: unknown) => void): void {
  const registers = [registry];
  const overview = refreshed(WORK_EVERY, () => work.overview(), onFailure);
  new Gauge({
    name: 'buckle_work_running',
    help: 'Pieces of durable work that run in this process',
    registers,
    collect() {
      this.set(work.running);
    },
  });
  new Gauge({
    name: 'buckle_work_open',
    help: 'Pieces of durable work that have not ended, by kind and state; up to a thousand of a state',
    labelNames: ['kind', 'state'] as const,
    registers,
    collect() {
      this.reset();
      for (const { kind, state, count } of overview()?.states ?? []) this.set({ kind, state }, count);
    },
  });
  new Gauge({
    name: 'buckle_work_oldest_age_seconds',
    help: 'Time since the oldest piece of durable work of a kind and state was started',
    labelNames: ['kind', 'state'] as const,
    registers,
    collect() {
      this.reset();
      for (const { kind, state, oldestCreatedAt } of overview()?.states ?? []) this.set({ kind, state }, (Date.now() - oldestCreatedAt) / 1000);
    },
  });
  new Gauge({
    name: 'buckle_work_failed_kept',
    help: 'Pieces of durable work that have failed and are kept with their reason',
    registers,
    collect() {
      this.set(overview()?.failed ?? Number.NaN);
    },
  });
}

function dataGauges(registry: Registry, folder: string, onFailure: (error: unknown) => void): void {
  const registers = [registry];
  const files = refreshed(FILES_EVERY, () => bytesIn(join(folder, 'files')), onFailure);
  new Gauge({
    name: 'buckle_data_bytes',
    help: 'Bytes of the data folder: the documents with their log, and the stored files (measured every quarter of an hour)',
    labelNames: ['part'] as const,
    registers,
    async collect() {
      const sizes = await Promise.all(['documents.db', 'documents.db-wal'].map((name) => sizeOf(join(folder, name))));
      this.set({ part: 'documents' }, sizes.reduce((sum, size) => sum + size, 0));
      this.set({ part: 'files' }, files() ?? Number.NaN);
    },
  });
  const disk = async () => {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { free: bavail * bsize, size: blocks * bsize };
  };
  new Gauge({
    name: 'buckle_data_disk_free_bytes',
    help: 'Bytes that are free on the disk of the data folder',
    registers,
    async collect() {
      this.set((await disk()).free);
    },
  });
  new Gauge({
    name: 'buckle_data_disk_size_bytes',
    help: 'Size of the disk of the data folder in bytes',
    registers,
    async collect() {
      this.set((await disk()).size);
    },
  });
}

function auditGauge(registry: Registry, { audit }: Pick<Application, 'audit'>, onFailure: (error: unknown) => void): void {
  const verified = refreshed(AUDIT_EVERY, () => audit.verify(), onFailure);
  new Gauge({
    name: 'buckle_audit_broken',
    help: 'Whether the audit log was changed or shortened (1) or not (0); verified every six hours',
    registers: [registry],
    collect() {
      const found = verified();
      this.set(found === undefined ? Number.NaN : found.firstBreak ? 1 : 0);
    },
  });
}

async function bytesIn(folder: string): Promise<number> {
  let bytes = 0;
  for await (const path of storedPaths(folder)) bytes += await sizeOf(join(folder, path));
  return bytes;
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return 0;
    throw error;
  }
}
