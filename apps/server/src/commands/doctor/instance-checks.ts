import type { Audit } from '#application/audit/index.ts';
import type { Models } from '#application/models/index.ts';
import type { UpgradeProgress } from '#data/documents/port.ts';
import type { LanguageStatus, Sandbox } from '#services/sandbox/index.ts';
import type { ProcessRegistry, Work } from '#services/work/index.ts';
import { readLastBackup } from '../backup/last-backup.ts';
import type { Finding } from './finding.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const WAITS_LONG = 10 * MINUTE;
const OLD_BACKUP = 8 * DAY;
/** A clock that is set may jump by so much, and a heartbeat is taken a moment before it is compared. */
const CLOCK_JUMP = 5_000;
const BUCKLE_BEGAN = Date.UTC(2025, 0, 1);

/** What is looked at inside of an installation: in the server that runs it, or in a process that opened its data. */
export interface InstanceParts {
  readonly folder: string;
  readonly clock: { now(): number };
  readonly work: Pick<Work, 'overview'>;
  readonly processes: Pick<ProcessRegistry, 'newestHeartbeat'>;
  readonly audit: Pick<Audit, 'verify'>;
  readonly models: Pick<Models, 'testConnections'>;
  readonly sandbox: Pick<Sandbox, 'status'>;
  readonly upgrades: () => readonly UpgradeProgress[];
}

/** Looks at everything that only the data can tell. A check that fails is itself a finding. */
export async function examineInstance(parts: InstanceParts): Promise<Finding[]> {
  const checks: readonly [string, (parts: InstanceParts) => Promise<Finding[]>][] = [
    ['Clock', checkClock],
    ['Work', checkWork],
    ['Audit log', checkAudit],
    ['Data upgrade', checkUpgrades],
    ['Backup', checkBackup],
    ['Models', checkModels],
    ['Code nodes', checkCode],
  ];
  const found = checks.map(([about, check]) =>
    check(parts).catch((error: unknown): Finding[] => [
      { level: 'problem', about, text: `cannot be looked at (${error instanceof Error ? error.message : String(error)})` },
    ]),
  );
  return (await Promise.all(found)).flat();
}

async function checkClock({ processes, clock }: InstanceParts): Promise<Finding[]> {
  const now = clock.now();
  const heartbeat = await processes.newestHeartbeat();
  const shown = new Date(now).toISOString();
  const advice = 'Set the clock right and keep it so (NTP): times of messages, tokens and schedules depend on it.';
  if (now < BUCKLE_BEGAN) return [{ level: 'problem', about: 'Clock', text: `it says ${shown}, which is past`, advice }];
  if (heartbeat !== undefined && heartbeat > now + CLOCK_JUMP) {
    return [{ level: 'problem', about: 'Clock', text: `it says ${shown}, but something was stored at ${new Date(heartbeat).toISOString()} already`, advice }];
  }
  return [{ level: 'ok', about: 'Clock', text: shown }];
}

async function checkWork({ work, clock }: InstanceParts): Promise<Finding[]> {
  const { states, oldestQueuedAt, failed } = await work.overview();
  const sum = (state: 'queued' | 'waiting' | 'running') => states.filter((one) => one.state === state).reduce((total, { count }) => total + count, 0);
  const findings: Finding[] = [];
  const waited = oldestQueuedAt === undefined ? 0 : clock.now() - oldestQueuedAt;
  const text = `${sum('running')} running, ${sum('queued')} queued, ${sum('waiting')} waiting for something`;
  if (waited > WAITS_LONG) {
    findings.push({
      level: 'problem', about: 'Work', text: `${text}; the oldest was queued ${Math.round(waited / MINUTE)} minutes ago`,
      advice: 'See in the log of the server why it takes no work; where none runs, start it.',
    });
  } else {
    findings.push({ level: 'ok', about: 'Work', text });
  }
  if (failed > 0) {
    findings.push({
      level: 'warning', about: 'Work', text: `${failed} ${failed === 1 ? 'piece has' : 'pieces have'} failed and can be looked at`,
      advice: 'GET /api/work?state=failed of each workspace says why; POST /api/work/{id}/retry tries again.',
    });
  }
  return findings;
}

async function checkAudit({ audit }: InstanceParts): Promise<Finding[]> {
  const about = 'Audit log';
  const { entries, firstBreak } = await audit.verify();
  if (!firstBreak) return [{ level: 'ok', about, text: `${entries} entries, none changed or removed` }];
  const { chain, sequence, reason } = firstBreak;
  return [{
    level: 'problem', about, text: `broken in chain ${chain} at entry ${sequence}: ${reason}`,
    advice: 'Somebody has changed the data, or a disk has: compare with a backup from before.',
  }];
}

async function checkUpgrades({ upgrades }: InstanceParts): Promise<Finding[]> {
  return upgrades().flatMap(({ collection, state, reason, done, total }): Finding[] => {
    if (state === 'failed') {
      return [{ level: 'problem', about: 'Data upgrade', text: `that of ${collection} failed: ${reason ?? ''}`, advice: 'It is tried again at the next start.' }];
    }
    return state === 'running' ? [{ level: 'note', about: 'Data upgrade', text: `${collection}: ${done} of ${total} done` }] : [];
  });
}

async function checkBackup({ folder, clock }: InstanceParts): Promise<Finding[]> {
  const last = await readLastBackup(folder);
  const advice = 'Run "npm start -- backup FILE" every day; docs/deployment/README.md shows how.';
  if (!last) return [{ level: 'warning', about: 'Backup', text: 'none was made with "npm start -- backup" yet', advice }];
  const age = clock.now() - last.takenAt;
  const text = `the last is of ${new Date(last.takenAt).toISOString()}`;
  return [age > OLD_BACKUP ? { level: 'warning', about: 'Backup', text, advice } : { level: 'ok', about: 'Backup', text }];
}

async function checkModels({ models }: InstanceParts): Promise<Finding[]> {
  const about = 'Models';
  const { tests, untested } = await models.testConnections();
  const findings = tests.map(({ id, name, test }): Finding => {
    const which = `${name} (${id})`;
    return test.ok
      ? { level: 'ok', about, text: `${which} answered in ${test.latency} ms${test.dimension === undefined ? '' : `, with ${test.dimension} dimensions`}` }
      : { level: 'problem', about, text: `${which} does not answer: ${test.message}`, advice: 'Mend its connection in the studio, or by PATCH /api/models/{model_id}.' };
  });
  if (untested > 0) findings.push({ level: 'note', about, text: `${untested} more were not tested` });
  if (untested > 0 || tests.some(({ type }) => type === 'chat')) return findings;
  return [...findings, { level: 'note', about, text: 'no chat model is connected: bots answer with the built-in one, which understands nothing', advice: 'Connect one in the studio, or by BUCKLE_MODEL_BASE_URL and BUCKLE_MODEL_NAME.' }];
}

async function checkCode({ sandbox }: InstanceParts): Promise<Finding[]> {
  return Object.values(await sandbox.status()).map(({ isolation, detail, advice }) => ({
    level: codeLevels[isolation], about: 'Code nodes', text: detail, ...(advice === undefined ? {} : { advice }),
  }));
}

const codeLevels: Readonly<Record<LanguageStatus['isolation'], Finding['level']>> = { full: 'ok', process: 'warning', none: 'note' };
