import type { Plugin, Rolldown } from 'vite';
import type { WordPart } from '../src/i18n/parts.ts';

const ownAccount = '/api/users/me';
const ownWorkspaces = '/api/workspaces?page_size=100';
const workspace = [ownAccount, '/api/workspaces/$1', ownWorkspaces];
const draft = '/api/bots/$2/draft';
const firstBots = '/v1/bots?workspace_id=$1&publish_status=all&page_num=1&page_size=24';

/**
 * Pages that people come to first, the modules that the router then asks for, the parts of the words that they need beside the
 * first, and what they read at once of the API for who has a session; `$1` is what the path has between its first brackets,
 * `$2` between its second. The first that fits counts.
 */
const pages: readonly { readonly path: string; readonly modules: readonly string[]; readonly words?: readonly WordPart[]; readonly data?: readonly string[] }[] = [
  { path: '^/(sign-in|setup|register|reset-password)$', modules: ['src/features/entrance/index.ts'] },
  { path: '^/s/', modules: ['src/features/shared-bot/index.ts'] },
  { path: '^/w/([^/]+)/bots$', modules: ['src/app/shell.tsx', 'src/features/bots/index.ts'], data: [...workspace, firstBots] },
  { path: '^/$', modules: ['src/app/shell.tsx', 'src/features/bots/index.ts'] },
  { path: '^/w/([^/]+)/bots/([^/]+)$', modules: ['src/app/shell.tsx', 'src/features/bot-editor/index.ts'], data: [...workspace, draft] },
  { path: '^/w/([^/]+)/workflows/[^/]+$', modules: ['src/app/shell.tsx', 'src/features/workflow-editor/index.ts'], words: ['workflows'], data: workspace },
  { path: '^/w/[^/]+/bots/', modules: ['src/app/shell.tsx'] },
  { path: '^/w/[^/]+/workflows', modules: ['src/app/shell.tsx'], words: ['workflows'] },
  { path: '^/w/[^/]+/knowledge', modules: ['src/app/shell.tsx'], words: ['knowledge'] },
  { path: '^/(w|account|instance)(/|$)', modules: ['src/app/shell.tsx'], words: ['administration'] },
  { path: '^/(oauth|device)', modules: [], words: ['administration'] },
];

const wordParts: readonly WordPart[] = ['first', 'administration', 'knowledge', 'workflows'];

/** The folder of each language, and the words of Ant Design's components. */
const languages = [
  { language: 'en', folder: 'src/i18n/en', components: 'antd/locale/en_US.js' },
  { language: 'zh-CN', folder: 'src/i18n/zh-CN', components: 'antd/locale/zh_CN.js' },
];

/**
 * Writes `preloads.json`: which files a page needs beside the first ones. The server names them in the
 * page, so that the browser asks for all at once and not for each when the last has come.
 */
export function preloads(): Plugin {
  return {
    name: 'preloads',
    apply: 'build',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((file) => file.type === 'chunk');
      const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap((entry) => withImports(entry, bundle)));
      const filesOf = (modules: readonly string[]): string[] => {
        const needed = modules.flatMap((module) => {
          const chunk = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(`/${module}`));
          if (!chunk) throw new Error(`No file of the build begins with ${module}.`);
          return withImports(chunk, bundle);
        });
        return [...new Set(needed)].filter((file) => !first.has(file));
      };
      const source = JSON.stringify([
        ...pages.map(({ path, modules, words = [], data = [] }) => ({ path, files: filesOf(modules), words: ['first', ...words], data })),
        ...languages.flatMap(({ language, folder, components }) =>
          wordParts.map((words) => ({ language, words, files: filesOf([`${folder}/part-${words}.ts`, ...(words === 'first' ? [components] : [])]) })),
        ),
      ]);
      this.emitFile({ type: 'asset', fileName: 'preloads.json', source });
    },
  };
}

/** A file, the scripts that it cannot run without, and their styles. */
function withImports(chunk: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle, seen = new Set<string>()): string[] {
  if (seen.has(chunk.fileName)) return [];
  seen.add(chunk.fileName);
  const imported = chunk.imports.flatMap((name) => {
    const file = bundle[name];
    return file?.type === 'chunk' ? withImports(file, bundle, seen) : [];
  });
  return [chunk.fileName, ...imported, ...(chunk.viteMetadata?.importedCss ?? [])];
}
