import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { templatesIn } from '../src/features/workflows/templates/index.ts';
import { type PageOptions, Visitor } from './browser.ts';
import { type Scene, settle, signIn } from './scene.ts';
import type { StudioServer } from './server.ts';

type Language = NonNullable<PageOptions['language']>;

/** Takes the pictures that the documentation shows, of each page in each language, as WebP. */
export async function takeManualPictures(browser: Browser, server: StudioServer, scene: Scene, folder: string): Promise<void> {
  const { teamId, talk } = scene;
  const team = `/w/${teamId}`;
  const picturesIn = async (language: Language) => [
    { name: 'editor', path: `${team}/bots/${talk.botId}`, size: 'wide', question: true },
    { name: 'conversations', path: `${team}/conversations/${talk.conversationId}`, size: 'wide', trace: true },
    { name: 'shared-bot', path: talk.sharePath, size: 'phone', question: true },
    { name: 'usage', path: `${team}/usage`, size: 'wide' },
    { name: 'canvas', path: `${team}/workflows/${await sortMessages(language)}`, size: 'wide', run: true },
  ] as const;
  for (const language of ['en', 'zh-CN'] as const) {
    for (const picture of await picturesIn(language)) await take(language, picture);
  }

  /** A workflow with branches, in the words of a language. */
  async function sortMessages(language: Language): Promise<string> {
    const [, template] = templatesIn(language);
    return ((await server.call('POST', '/api/workflows', { workspace_id: teamId, ...template })) as { id: string }).id;
  }

  async function take(language: Language, picture: Awaited<ReturnType<typeof picturesIn>>[number]): Promise<void> {
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
    if ('run' in picture) {
      await page.getByRole('button', { name: /Test run|试运行/ }).click();
      await page.getByRole('textbox', { name: /^message/ }).fill(language === 'en' ? 'The cup came broken. What now?' : '收到的杯子是碎的，怎么办？');
      await page.getByRole('region', { name: /Test run|试运行/ }).getByRole('button', { name: /^(Run|运行)$/ }).click();
      await page.locator('[data-run=done]').filter({ hasText: /Reply|回复/ }).last().waitFor();
      await page.getByRole('button', { name: /Show everything|显示全部/ }).click();
      // So near that the nodes can be read, on a picture that is shown smaller.
      for (let click = 0; click < 2; click++) await page.getByRole('button', { name: /Larger|放大/ }).click();
    }
    // Playwright itself knows PNG and JPEG, of which either is several times larger.
    const session = await page.context().newCDPSession(page);
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 86 });
    await writeFile(join(folder, `${picture.name}.${language}.webp`), Buffer.from(data, 'base64'));
    await visitor.close();
  }
}
