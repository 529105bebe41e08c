import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { type PageOptions, Visitor } from './browser.ts';
import { type Scene, settle, signIn } from './scene.ts';
import type { StudioServer } from './server.ts';

/** Takes the pictures that the documentation shows, of each page in each language, as WebP. */
export async function takeManualPictures(browser: Browser, server: StudioServer, scene: Scene, folder: string): Promise<void> {
  const { teamId, talk } = scene;
  const team = `/w/${teamId}`;
  const pictures = [
    { name: 'editor', path: `${team}/bots/${talk.botId}`, size: 'wide', question: true },
    { name: 'conversations', path: `${team}/conversations/${talk.conversationId}`, size: 'wide', trace: true },
    { name: 'shared-bot', path: talk.sharePath, size: 'phone', question: true },
    { name: 'usage', path: `${team}/usage`, size: 'wide' },
  ] as const;
  for (const language of ['en', 'zh-CN'] as const) {
    for (const picture of pictures) await take(language, picture);
  }

  async function take(language: NonNullable<PageOptions['language']>, picture: (typeof pictures)[number]): Promise<void> {
    const visitor = await Visitor.open(browser, server.address, { language, size: picture.size });
    const { page } = visitor;
    await signIn(page);
    await settle(page, picture.path);
    if ('question' in picture) {
      await page.getByRole('textbox').last().fill(language === 'en' ? 'Can I send my order back?' : '收到的商品有破损，可以退货吗？');
      await page.getByRole('textbox').last().press('Enter');
      await page.getByRole('log').getByRole('cell').first().waitFor();
      await page.locator('[role=log][aria-busy=false]').waitFor();
    }
    if ('trace' in picture) {
      await page.getByRole('log').getByRole('button', { name: /What it did|执行过程/ }).first().click();
      await page.getByRole('log').getByText(/Chat 日常/).first().scrollIntoViewIfNeeded();
    }
    // Playwright itself knows PNG and JPEG, of which either is several times larger.
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 86 });
    await writeFile(join(folder, `${picture.name}.${language}.webp`), Buffer.from(data, 'base64'));
    await visitor.close();
  }
}
