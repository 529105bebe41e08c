import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

/**
 * Ant Design keeps the page behind a dialogue still with a style element that carries no nonce, which
 * the studio's policy refuses. Ours does the same with a class.
 */
export function scrollLocker(): Plugin {
  const ours = fileURLToPath(new URL('../src/shared/use-scroll-locker.ts', import.meta.url));
  return {
    name: 'scroll-locker',
    enforce: 'pre',
    resolveId: (source, importer) =>
      source.endsWith('/useScrollLocker') && importer?.includes('@rc-component/portal') ? ours : undefined,
  };
}
