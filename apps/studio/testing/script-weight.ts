import type { Page } from 'playwright-core';

/** Counts the scripts that a page loads. */
export class ScriptWeight {
  #scripts: string[] = [];

  constructor(page: Page) {
    page.on('request', (request) => {
      if (request.url().endsWith('.js')) this.#scripts.push(request.url());
    });
  }

  /** How many bytes have been loaded since the last call, compressed by gzip. */
  async take(): Promise<number> {
    const urls = this.#scripts;
    this.#scripts = [];
    const sizes = await Promise.all(
      urls.map(async (url) => {
        const { headers } = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': 'gzip' } });
        return Number(headers.get('content-length'));
      }),
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}
