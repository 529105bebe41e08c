import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const executable = [process.env['CHROMIUM'] ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run',
];

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Sizes that pages are looked at in. */
export const sizes = { wide: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } } as const;

/** How a page is opened. */
export interface PageOptions {
  readonly size?: keyof typeof sizes;
  readonly language?: 'zh-CN' | 'en';
  readonly theme?: 'light' | 'dark';
}

/** Whether there is a browser on this machine. */
export const hasBrowser = executable !== undefined;

/** Starts the browser: once for a file. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: executable ?? '', args: flags });
}

/** A visitor with cookies and a memory of their own, and everything that went wrong in their pages. */
export class Visitor {
  readonly page: Page;
  readonly problems: string[];

  private constructor(page: Page, problems: string[]) {
    this.page = page;
    this.problems = problems;
  }

  /** Opens an empty page; addresses are below `address`. Motion is off, so that nothing has to be waited for. */
  static async open(browser: Browser, address: string, options: PageOptions = {}): Promise<Visitor> {
    const context = await browser.newContext({
      baseURL: address,
      viewport: sizes[options.size ?? 'wide'],
      locale: options.language ?? 'en',
      colorScheme: options.theme ?? 'light',
      reducedMotion: 'reduce',
      hasTouch: options.size === 'phone',
    });
    context.setDefaultTimeout(25_000);
    const problems: string[] = [];
    context.on('weberror', (error) => problems.push(String(error.error())));
    // What the policy of the page refuses is told to the console too.
    context.on('console', (message) => {
      if (message.type() === 'error' && !isRefusal(message.text())) problems.push(`${message.text()} (${message.location().url})`);
    });
    return new Visitor(await context.newPage(), problems);
  }

  /** What a check of accessibility finds serious or worse, a line each; of a part of the page where one is named by its selector. */
  async accessibilityProblems(part = 'html'): Promise<string[]> {
    await this.page.evaluate(axe);
    const { violations } = await this.page.evaluate((selector) => (globalThis as unknown as { axe: { run(context: string): Promise<AxeResults> } }).axe.run(selector), part);
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** A call that was refused is the page's business, and it shows why; a failure of the server is not. */
function isRefusal(text: string): boolean {
  return /^Failed to load resource: the server responded with a status of 4\d\d/.test(text);
}
