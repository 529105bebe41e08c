import { floors, isTest, type Place, placeOf, resolveImport, studioFloors } from './place.ts';
import type { Import } from './read-imports.ts';

/** Modules through which a process can reach another machine. */
const waysOut = [
  'undici',
  'node:http',
  'node:https',
  'node:http2',
  'node:net',
  'node:tls',
  'node:dgram',
  'node:dns',
  'node:dns/promises',
];

/** Functions and classes of those modules that only compute. */
const harmless = new Set([
  'isIP', 'isIPv4', 'isIPv6', 'BlockList', 'SocketAddress', 'STATUS_CODES', 'METHODS',
  'IncomingMessage', 'ServerResponse', 'rootCertificates', 'checkServerIdentity',
]);

/** Who may use a way out, and which: everything else goes through `services/outbound`. */
const exits: readonly { readonly folder: string; readonly modules: readonly string[] }[] = [
  { folder: 'apps/server/src/services/outbound/', modules: waysOut },
  // The gateway listens.
  { folder: 'apps/server/src/access/', modules: ['node:http', 'node:https', 'node:http2', 'node:net', 'node:tls'] },
  // The commands ask the server that runs on this machine.
  { folder: 'apps/server/src/commands/', modules: ['node:http', 'node:https', 'node:net'] },
  // The processes of Python connect by a Unix socket.
  { folder: 'apps/server/src/services/sandbox/python/', modules: ['node:net'] },
];

/** Node's modules that do no I/O: all that the kernel may use. */
const withoutIO = [
  'node:assert', 'node:async_hooks', 'node:buffer', 'node:crypto', 'node:events', 'node:path', 'node:querystring',
  'node:os', 'node:stream', 'node:string_decoder', 'node:url', 'node:util',
];

/** What is wrong with one import, in words; nothing if it is as it should be. */
export function problemOf(from: string, found: Import): string | undefined {
  const target = resolveImport(from, found.specifier);
  return 'external' in target
    ? externalProblem(from, target.external, found)
    : internalProblem(from, target.file);
}

function externalProblem(from: string, name: string, found: Import): string | undefined {
  const place = placeOf(from);
  if (found.typeOnly || isTest(from)) return undefined;
  if (!from.startsWith('apps/server/')) return undefined;
  const onlyHarmless = found.names.length > 0 && found.names.every((taken) => harmless.has(taken));
  if (waysOut.includes(name) && !onlyHarmless) {
    const allowed = exits.some((exit) => from.startsWith(exit.folder) && exit.modules.includes(name));
    if (!allowed) return `${name} is a way out of this machine: use services/outbound.`;
  }
  if (place.kind === 'floor' && place.floor === 'kernel' && !onlyHarmless) {
    if (name.startsWith('node:') && !withoutIO.includes(name)) return `the kernel does no I/O, so it does not use ${name}.`;
    if (!name.startsWith('node:') && name !== 'zod') return `the kernel depends on no package but zod, so not on ${name}.`;
  }
  return undefined;
}

function internalProblem(from: string, file: string): string | undefined {
  const source = placeOf(from);
  const target = placeOf(file);

  if (source.kind === 'package') {
    if (target.kind !== 'package') return 'packages know nothing of the apps and scripts.';
    const inside = file.startsWith(`packages/${source.name}/`);
    return inside || file.endsWith('/src/index.ts') ? undefined : 'packages reach each other by name.';
  }
  if (target.kind === 'package' || source.kind === 'loose') return undefined;
  if (source.kind === 'studio' || (source.kind === 'app' && source.name === 'studio')) return studioProblem(source, target, from, file);
  if (source.kind === 'app') {
    const same = target.kind === 'app' && target.name === source.name;
    return same ? undefined : 'the apps do not import each other.';
  }
  if (target.kind === 'app' || target.kind === 'studio' || target.kind === 'loose') return 'the server imports neither other apps nor scripts.';
  if (source.kind === 'floor') {
    if (target.kind === 'top') return `${source.floor} does not know the composition root.`;
    if (isAbove(floors, target.floor, source.floor)) return `${source.floor} is below ${target.floor}: imports only go down.`;
  }
  return target.kind === 'floor' && target.floor === 'application' ? doorProblem(from, file, target.room) : undefined;
}

/** A module of the application is entered by its `index.ts` alone; tests may borrow its test helpers. */
function doorProblem(from: string, file: string, room: string): string | undefined {
  const folder = `apps/server/src/application/${room}/`;
  if (from.startsWith(folder) || file === `${folder}index.ts` || !file.startsWith(folder)) return undefined;
  if (isTest(from) && isTest(file)) return undefined;
  return `the door of the module ${room} is #application/${room}/index.ts.`;
}

/** The studio knows of this repository only the packages and itself; a feature is entered by its `index.ts` alone. */
function studioProblem(source: Place, target: Place, from: string, file: string): string | undefined {
  if (target.kind === 'app') {
    return target.name === 'studio' && source.kind === 'app' ? undefined : 'what is built does not import what builds it, nor another app.';
  }
  // What stands for the world outside in the server's tests does so in the studio's.
  if (isTest(from) && isTest(file)) return undefined;
  if (target.kind !== 'studio') return 'the studio knows the packages and itself, and reaches the server over HTTP.';
  if (source.kind !== 'studio') return undefined;
  if (isAbove(studioFloors, target.floor, source.floor)) return `${source.floor} is below ${target.floor}: imports only go down.`;
  const folder = `apps/studio/src/features/${target.room}/`;
  if (target.floor !== 'features' || from.startsWith(folder) || file === `${folder}index.ts`) return undefined;
  return `the door of the feature ${target.room} is features/${target.room}/index.ts.`;
}

function isAbove<T>(order: readonly T[], one: T, other: T): boolean {
  return order.indexOf(one) < order.indexOf(other);
}
