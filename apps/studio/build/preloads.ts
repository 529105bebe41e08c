import type { Plugin, Rolldown } from 'vite';

const ownAccount = '/api/users/me';
const ownWorkspaces = '/api/workspaces?page_size=100';
const workspace = [ownAccount, '/api/workspaces/$1', ownWorkspaces];
const firstBots = '/v1/bots?workspace_id=$1&publish_status=all&page_num=1&page_size=24';

/**
 * Pages that people come to first, the modules that the router then asks for, and what those read at once
 * of the API for who has a session; `$1` is what the path has between its first brackets. The first that fits counts.
 */
const pages = [
  { path: '^/(sign-in|setup|register|reset-password)$', modules: ['src/features/entrance/index.ts'] },
  { path: '^/s/', modules: ['src/features/shared-bot/index.ts'] },
  { path: '^/w/([^/]+)/bots$', modules: ['src/app/shell.tsx', 'src/features/bots/index.ts'], data: [...workspace, firstBots] },
  { path: '^/$', modules: ['src/app/shell.tsx', 'src/features/bots/index.ts'] },
  { path: '^/w/([^/]+)/bots/[^/]+$', modules: ['src/app/shell.tsx', 'src/features/bot-editor/index.ts'], data: workspace },
  { path: '^/w/([^/]+)/workflows/[^/]+$', modules: ['src/app/shell.tsx', 'src/features/workflow-editor/index.ts'], data: workspace },
  { path: '^/(w|account|instance)(/|$)', modules: ['src/app/shell.tsx'] },
];

/** The words of each language, by what it begins with. */
const languages = [
  { language: 'en', modules: ['src/i18n/en/index.ts', 'antd/locale/en_US.js'] },
  { language: 'zh', modules: ['src/i18n/zh-CN/index.ts', 'antd/locale/zh_CN.js'] },
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
        ...pages.map(({ path, modules, data = [] }) => ({ path, files: filesOf(modules), data })),
        ...languages.map(({ language, modules }) => ({ language, files: filesOf(modules) })),
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
