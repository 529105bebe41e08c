import { z } from 'zod';
import { checkCertificate, checkPort, checkProxy, checkPublicUrl } from '../commands/doctor/address-checks.ts';
import { checkDataFolder, checkMasterKeyFile } from '../commands/doctor/data-folder-checks.ts';
import { type Finding, finding, isSound, showFindings } from '../commands/doctor/finding.ts';
import { isServed, OperatorRefused } from '../commands/operator-channel.ts';
import { InvalidSettings, readSettings, type Settings, settings as settingTable } from '../config.ts';
import { fingerprintOf, MasterKeyDamaged, masterKeyPath, WrongMasterKey } from '#services/storage/index.ts';
import { findMasterKey } from './master-key.ts';
import { hasData, operatorOf } from './operate.ts';
import { version } from './version.ts';

const OLDEST_NODE = 24;

type Environment = Readonly<Record<string, string | undefined>>;

/** Looks at a whole set-up, whether a server runs or not; `text` is for people, and holds no secret. */
export async function examineSetUp(environment: Environment): Promise<{ text: string; isSound: boolean }> {
  const findings: Finding[] = [checkNode(process.versions.node)];
  const settings = readOrExplain(environment, findings);
  if (settings) findings.push(...(await examineSettings(settings, environment)));
  return { text: showFindings(findings, secretsOf(environment)), isSound: isSound(findings) };
}

async function examineSettings(settings: Settings, environment: Environment): Promise<Finding[]> {
  const { dataDir, mongodbUrl, outboundProxy } = settings;
  const folder = await checkDataFolder(dataDir, process.getuid?.());
  const findings = [...folder, ...(await checkMasterKeyFile(dataDir, settings.masterKey !== undefined))];
  // What cannot be opened is not opened.
  const inside = isSound(folder) ? await examineInside(settings) : { isRunning: false, findings: [] };
  findings.push(
    ...inside.findings,
    await checkPort(settings, inside.isRunning),
    ...checkPublicUrl(settings),
    ...(await checkCertificate(settings, Date.now())),
    ...checkProxy(outboundProxy, environment),
  );
  if (mongodbUrl !== undefined && isSound(inside.findings)) findings.push({ level: 'ok', about: 'MongoDB', text: 'it answers' });
  return findings;
}

/** What the data tells: asked of the server that runs on it, else of the data itself. */
async function examineInside(settings: Settings): Promise<{ isRunning: boolean; findings: Finding[] }> {
  const { dataDir, mongodbUrl } = settings;
  const isRunning = await isServed(dataDir);
  if (!(await hasData(settings))) return { isRunning, findings: [{ level: 'note', about: 'Data', text: 'there is none yet: it is made at the first start' }] };
  try {
    const masterKey = await findMasterKey(settings);
    if (!masterKey && mongodbUrl === undefined) return { isRunning, findings: [keyMissing(dataDir)] };
    const operate = await operatorOf(settings);
    const findings = z.array(finding).parse(JSON.parse(await operate('examine')));
    return { isRunning, findings: [{ level: 'ok', about: 'Master key', text: `it opens the data (fingerprint ${masterKey && fingerprintOf(masterKey)})` }, ...findings] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const isAboutKey = error instanceof WrongMasterKey || error instanceof MasterKeyDamaged || error instanceof OperatorRefused;
    const about = isAboutKey ? 'Master key' : mongodbUrl === undefined ? 'Data' : 'MongoDB';
    return { isRunning, findings: [{ level: 'problem', about, text }] };
  }
}

function keyMissing(folder: string): Finding {
  const text = 'there is data and no key, and without that key nobody can open it';
  return { level: 'problem', about: 'Master key', text, advice: `Put your copy of it back to ${masterKeyPath(folder)}, or set BUCKLE_MASTER_KEY to it.` };
}

function checkNode(running: string): Finding {
  const isNew = Number.parseInt(running, 10) >= OLDEST_NODE;
  const text = `Buckle ${version} on Node ${running}`;
  if (isNew) return { level: 'ok', about: 'Version', text };
  return { level: 'problem', about: 'Version', text, advice: `Start it with "npm start", which brings Node ${OLDEST_NODE}, or install that.` };
}

function readOrExplain(environment: Environment, findings: Finding[]): Settings | undefined {
  try {
    const settings = readSettings(environment);
    const given = Object.keys(environment).filter((name) => name.startsWith('BUCKLE_') && environment[name]);
    findings.push({ level: 'ok', about: 'Settings', text: `${given.length} set` });
    return settings;
  } catch (error) {
    if (!(error instanceof InvalidSettings)) throw error;
    for (const text of error.problems) findings.push({ level: 'problem', about: 'Settings', text });
    findings.push({ level: 'note', about: 'Settings', text: 'nothing else was looked at', advice: 'Put them right, and run this again.' });
    return undefined;
  }
}

function secretsOf(environment: Environment): string[] {
  return Object.values(settingTable)
    .filter((setting) => 'secret' in setting && setting.secret)
    .map(({ name }) => environment[name] ?? '');
}
