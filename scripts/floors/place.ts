import { posix } from 'node:path';

/** The floors of the server from the highest to the lowest: an import only ever goes down. */
export const floors = ['access', 'application', 'services', 'data', 'kernel'] as const;

export type Floor = (typeof floors)[number];

/** The floors of the studio, in the same order; `features` has a room for each feature. */
export const studioFloors = ['app', 'features', 'shared', 'api', 'i18n'] as const;

export type StudioFloor = (typeof studioFloors)[number];

/**
 * Where a source file stands. `top`: the composition root, its configuration and commands, and the
 * tests of the whole server. `loose`: scripts and benchmarks, which no floor rests on.
 */
export type Place =
  | { readonly kind: 'floor'; readonly floor: Floor; readonly room: string }
  | { readonly kind: 'studio'; readonly floor: StudioFloor; readonly room: string }
  | { readonly kind: 'top' }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'app'; readonly name: string }
  | { readonly kind: 'loose' };

const SERVER = 'apps/server/src/';
const STUDIO = 'apps/studio/src/';

/** The place of a file, its path relative to the repository. A file beside the rooms is a room by itself. */
export function placeOf(path: string): Place {
  if (path.startsWith(SERVER)) {
    const [first = '', second = ''] = path.slice(SERVER.length).split('/');
    const floor = floors.find((name) => name === first);
    return floor ? { kind: 'floor', floor, room: second } : { kind: 'top' };
  }
  if (path.startsWith(STUDIO)) {
    const [first = '', second = ''] = path.slice(STUDIO.length).split('/');
    const floor = studioFloors.find((name) => name === first);
    if (floor) return { kind: 'studio', floor, room: second };
  }
  const [folder = '', name = ''] = path.split('/');
  if (folder === 'packages') return { kind: 'package', name };
  if (folder === 'apps') return name === 'server' ? { kind: 'top' } : { kind: 'app', name };
  return { kind: 'loose' };
}

/** Tests and what only they use: they may start servers and talk to them. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$|(^|\/)(testing|fixtures|test)\/|(^|\/)cases\.ts$/.test(path);
}

/** What a specifier means: a file of this repository, or a module from outside (`node:` or a package). */
export type Target = { readonly file: string } | { readonly external: string };

/** Resolves what `from` writes as `specifier`. */
export function resolveImport(from: string, specifier: string): Target {
  if (specifier.startsWith('#')) return { file: SERVER + specifier.slice(1) };
  if (specifier.startsWith('.')) return { file: posix.normalize(posix.join(posix.dirname(from), specifier)) };
  const own = /^@buckle\/([^/]+)(?:\/(.+))?$/.exec(specifier);
  if (own?.[1] === 'server' || own?.[1] === 'studio') return { file: `apps/${own[1]}/${own[2] ?? 'src/main.ts'}` };
  if (own?.[1]) return { file: `packages/${own[1]}/src/${own[2] ?? 'index.ts'}` };
  return { external: specifier };
}
