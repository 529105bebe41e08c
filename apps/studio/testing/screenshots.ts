// Takes pictures of every page, in both languages, sizes and themes, into the folder that is given: to be looked at.
import { join } from 'node:path';
import { launchBrowser, type PageOptions, Visitor } from './browser.ts';
import { fillScene, pagesOf, settle, signIn } from './scene.ts';
import { StudioServer } from './server.ts';

const [, , folder = '.', only = ''] = process.argv;
const looks: PageOptions[] = [
  { language: 'en', size: 'wide', theme: 'light' },
  { language: 'zh-CN', size: 'wide', theme: 'dark' },
  { language: 'zh-CN', size: 'phone', theme: 'light' },
  { language: 'en', size: 'phone', theme: 'dark' },
];
const server = await StudioServer.startWithAccount({ BUCKLE_REGISTRATION: 'invite' });
const browser = await launchBrowser();
try {
  const scene = await fillScene(server);
  const { teamId, botId, talk } = scene;
  const names = [[talk.sharePath, '/s/shared'], [teamId, 'team'], [botId, 'bot'], [talk.botId, 'talking-bot'], [talk.conversationId, 'conversation']] as const;
  const outside = ['/sign-in', '/register?token=x', '/reset-password?token=x', '/setup?token=x'];
  for (const look of looks) {
    const visitor = await Visitor.open(browser, server.address, look);
    const take = async (path: string): Promise<void> => {
      if (!path.includes(only)) return;
      await settle(visitor.page, path);
      const name = names.reduce((text, [part, word]) => text.replace(part, word), path).replace(/\?.*/, '').replaceAll('/', '-').slice(1);
      await visitor.page.screenshot({ path: join(folder, `${name}.${look.language}.${look.size}.${look.theme}.png`), fullPage: true });
    };
    for (const path of outside) await take(path);
    await signIn(visitor.page);
    for (const path of pagesOf(scene)) await take(path);
    process.stdout.write(`${JSON.stringify(look)} ${visitor.problems.join('\n')}\n`);
    await visitor.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
