import { fileURLToPath } from 'node:url';
import { defineConfig, type PluginOption, type UserConfig } from 'vite';
import { contractDescriptors } from './build/contract-descriptors.ts';
import { classOf, firstSights } from './build/first-sights.ts';
import { preloads } from './build/preloads.ts';
import { scrollLocker } from './build/scroll-locker.ts';

/** Where `npm run dev` finds the API. */
const server = process.env['BUCKLE_DEV_SERVER'] ?? 'http://127.0.0.1:8787';

/** Paths that the server answers and not the studio. */
const served = ['/api', '/v1', '/v3', '/open_api', '/openai', '/mcp', '/docs', '/assets', '/openapi.json'];

export default defineConfig(async ({ command }): Promise<UserConfig> => ({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative, so that the files work under any address: that of the server, or that of a CDN.
  base: command === 'build' ? './' : '/',
  publicDir: false,
  plugins: [contractDescriptors(), scrollLocker(), preloads(), firstSights(), ...(command === 'serve' ? [await refresh()] : [])],
  css: { modules: { generateScopedName: classOf } },
  build: {
    target: 'es2022',
    assetsDir: 'studio',
    // As data they would need another policy, and cannot be cached.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Over HTTP/1.1 a page in forty files takes half a second longer than the same in fifteen.
          groups: [
            { name: 'base', tags: ['$initial'], priority: 1 },
            // What most pages use of the studio itself; not what brings forms or dialogues along, nor what only the pages of knowledge share.
            { name: 'pages', test: /studio[\\/]src[\\/](api|shared)[\\/](?!.*(dialogue|item|select|choices|confirm|knowledge))/, minShareCount: 4 },
          ],
        },
      },
      // Directives for servers that render React mean nothing here.
      onLog: (level, log, handle) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      served.map((path) => [path, { target: server, headers: { origin: server }, changeOrigin: true }]),
    ),
  },
}));

/** Changes appear without losing the page's state; a development package, so it is asked for only there. */
async function refresh(): Promise<PluginOption> {
  const { default: react } = await import('@vitejs/plugin-react');
  return react();
}
