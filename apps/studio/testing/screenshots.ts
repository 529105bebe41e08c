// Takes pictures of every page (full, empty, failing; in both languages, sizes and themes) into the folder that is given: to be
// looked at. A second word limits them to the addresses that it is in. With --manual, only those that the documentation shows.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, type PageOptions, Visitor } from './browser.ts';
import { takeManualPictures } from './manual-pictures.ts';
import { failReads, fillScene, pagesIn, pagesOutside, settle, signIn, states } from './scene.ts';
import { StudioServer } from './server.ts';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { manual: { type: 'boolean', default: false } } });
const [folder = '.', only = ''] = positionals;
const looks: PageOptions[] = [
  { language: 'en', size: 'wide', theme: 'light' },
  { language: 'zh-CN', size: 'wide', theme: 'dark' },
  { language: 'zh-CN', size: 'phone', theme: 'light' },
  { language: 'en', size: 'phone', theme: 'dark' },
];
mkdirSync(folder, { recursive: true });
const server = await StudioServer.startWithAccount({ BUCKLE_REGISTRATION: 'invite' });
const browser = await launchBrowser();
try {
  const scene = await fillScene(server);
  if (values.manual) await takeManualPictures(browser, server, scene, folder);
  else for (const look of looks) await walk(look);

  async function walk(look: PageOptions): Promise<void> {
    const { teamId, botId, talk, flows, knowledge } = scene;
    const names = [[talk.sharePath, '/s/shared'], [teamId, 'team'], [botId, 'bot'], [talk.botId, 'talking-bot'], [talk.conversationId, 'conversation'], [flows.workflowId, 'workflow'], [flows.runId, 'run'], [flows.waitingWorkflowId, 'approval'], [flows.waitingRunId, 'waiting-run'], [knowledge.datasetId, 'dataset'], [knowledge.tableId, 'table'], [knowledge.picturesId, 'pictures'], [knowledge.pictureId, 'picture'], [knowledge.documentId, 'document'], [/\d{10,}/, 'new']] as const;
    const visitor = await Visitor.open(browser, server.address, look);
    for (const state of states) {
      if (state === 'full') {
        for (const path of pagesOutside) await take(path);
        await signIn(visitor.page);
      }
      const paths = await pagesIn(state, scene, server);
      if (state === 'failing') await failReads(visitor.page);
      for (const path of paths) await take(path);

      async function take(path: string): Promise<void> {
        if (!path.includes(only)) return;
        await settle(visitor.page, path);
        const name = names.reduce((text, [part, word]) => text.replace(part, word), path).replace(/\?q=.*/, '-found').replace(/\?.*/, '').replaceAll('/', '-').slice(1);
        await visitor.page.screenshot({ path: join(folder, `${name}.${state}.${look.language}.${look.size}.${look.theme}.png`), fullPage: true });
      }
    }
    await visitor.close();
  }
} finally {
  await browser.close();
  await server.stop();
}
