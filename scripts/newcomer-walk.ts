// Walks the way of somebody who has just heard of Buckle: "node scripts/newcomer-walk.ts FOLDER". Clones this repository, starts it
// with an empty cache of npm, makes the first account, asks the first bot, publishes one from a template and talks with it on a phone.
// Keeps a picture of each step and the log in FOLDER, and prints how long each took and how much was loaded and stored. Needs git, npm, Debian's chromium and a registry.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open as openFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { printTable } from '../bench/table.ts';
import { launchBrowser, type PageOptions, Visitor } from '../apps/studio/testing/browser.ts';

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('Usage: node scripts/newcomer-walk.ts FOLDER');
/** Longer than this no newcomer waits for the first start, in milliseconds. */
const PATIENCE = 10 * 60_000;

const repository = join(import.meta.dirname, '..');
const steps: { step: string; 'seconds': number; 'seconds in all': number }[] = [];
const begin = performance.now();

/** Does a step, and notes how long it took. */
async function step<T>(name: string, action: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await action();
  const now = performance.now();
  steps.push({ step: name, seconds: (now - start) / 1000, 'seconds in all': (now - begin) / 1000 });
  return result;
}

await mkdir(folder, { recursive: true });
const place = await mkdtemp(join(tmpdir(), 'buckle-newcomer-'));
let started: ChildProcess | undefined;
let browser: Browser | undefined;
let sizes: Record<string, number> = {};
try {
  const clone = join(place, 'buckle');
  await step('git clone', () => finished(spawn('git', ['clone', '--quiet', repository, clone], { stdio: 'inherit' })));
  const npmCache = join(place, 'npm-cache');
  const log = await openFile(join(folder, 'start.log'), 'w');
  started = spawn('npm', ['start'], {
    cwd: clone,
    env: { ...process.env, npm_config_cache: npmCache, BUCKLE_PORT: '0' },
    stdio: ['ignore', 'pipe', log.fd],
    // A group of its own, so that npm and what it has started can be ended together.
    detached: true,
  });
  const child = started;
  const setUpLink = await step('npm start, until it is ready', () => printedLink(child));
  browser = await launchBrowser();
  await walk(browser, setUpLink);
  sizes = { 'downloaded, MB': await megabytesIn(npmCache), 'on disk, MB': await megabytesIn(clone) };
} finally {
  await browser?.close();
  if (started?.pid !== undefined && started.exitCode === null) {
    const ended = once(started, 'exit');
    process.kill(-started.pid, 'SIGTERM');
    await ended;
  }
  await rm(place, { recursive: true });
}
printTable('From clone to first answer, and on', steps);
printTable('What it takes', [sizes]);

async function walk(chromium: Browser, setUpLink: string): Promise<void> {
  const { page } = await open(chromium, setUpLink);
  await step('first account', async () => {
    await page.goto(setUpLink);
    await page.getByLabel('Your name').fill('Ada');
    await page.getByLabel('E-mail').fill('ada@example.com');
    await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
    await page.screenshot({ path: picture('1-set-up') });
    await page.getByRole('button', { name: 'Create the account' }).click();
    await page.waitForURL('**/w/*/bots');
    await page.getByRole('row').nth(1).waitFor();
    await page.screenshot({ path: picture('2-bots') });
  });
  await step('first answer, of the offline model', async () => {
    await page.getByRole('row').nth(1).getByRole('link').click();
    await ask(page, 'What is Buckle?');
    await page.screenshot({ path: picture('3-first-answer') });
  });
  await step('a bot from a template, published', async () => {
    await page.getByRole('link', { name: 'All bots' }).click();
    await page.getByRole('button', { name: 'From a template' }).click();
    await page.getByRole('button', { name: 'Use this: House rules' }).click();
    await page.waitForURL('**/bots/*');
    await page.screenshot({ path: picture('4-template') });
    await page.getByRole('button', { name: 'Publish' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
    await page.getByText('Version 1 is online').waitFor();
  });
  const link = await step('its page for others', async () => {
    await page.getByRole('link', { name: 'Share', exact: true }).click();
    await page.getByRole('radio', { name: /^Who has the link/ }).check();
    await page.getByRole('button', { name: 'Save' }).click();
    const field = page.getByRole('textbox', { name: 'Link' });
    await field.waitFor();
    await page.screenshot({ path: picture('5-share') });
    return field.inputValue();
  });
  await step('an answer on a phone', async () => {
    const phone = (await open(chromium, link, { size: 'phone' })).page;
    await phone.goto(link);
    await ask(phone, 'When is the office open?');
    await phone.screenshot({ path: picture('6-phone') });
  });
}

function open(chromium: Browser, address: string, options?: PageOptions): Promise<Visitor> {
  return Visitor.open(chromium, new URL(address).origin, options);
}

async function ask(page: Page, question: string): Promise<void> {
  const answers = page.getByRole('log').getByRole('article').filter({ hasText: question });
  await page.getByRole('textbox', { name: 'Message' }).fill(question);
  await page.getByRole('textbox', { name: 'Message' }).press('Enter');
  // The button that copies an answer is there when it has ended.
  await answers.getByRole('button', { name: 'Copy' }).first().waitFor();
}

/** What the files of a folder hold, in megabytes (10⁶ bytes); one that has several names counts once. */
async function megabytesIn(path: string): Promise<number> {
  const sizeOf = new Map<number, number>();
  for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const { ino, blocks } = await stat(join(entry.parentPath, entry.name));
    sizeOf.set(ino, blocks * 512);
  }
  return Math.round([...sizeOf.values()].reduce((sum, size) => sum + size, 0) / 1e6);
}

function picture(name: string): string {
  return join(folder ?? '', `${name}.png`);
}

async function finished(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with code ${code ?? 'of a signal'}.`);
}

/** The link for the first account, as a start prints it. */
function printedLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => reject(new Error(`It was not ready in time:\n${said}`)), PATIENCE);
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const link = /http\S+\/setup\?token=\S+(?=\s)/.exec(said)?.[0];
      if (link === undefined) return;
      clearTimeout(timer);
      resolve(link);
    });
    child.once('exit', (code) => reject(new Error(`It ended with code ${code ?? 'of a signal'}:\n${said}`)));
  });
}
