import * as contract from '@buckle/contract';
import type { Plugin } from 'vite';

const MODULE = '\0contract-descriptors';

/** What the browser needs to call an endpoint; the rest are types, which are gone by then. */
const kept = ['name', 'method', 'path', 'authentication', 'place', 'bodyKind'] as const;

/**
 * Puts data in the place of `@buckle/contract`: each endpoint as its method, path and the like, each
 * list of words and each text by its code as it is. Schemas and functions are left out, so that zod does not go to the browser;
 * who imports one in the studio fails to build. Types come from the contract itself.
 */
export function contractDescriptors(): Plugin {
  return {
    name: 'contract-descriptors',
    enforce: 'pre',
    resolveId: (source) => (source === '@buckle/contract' ? MODULE : undefined),
    load: (id) => (id === MODULE ? { code: descriptors(), moduleSideEffects: false } : undefined),
  };
}

function descriptors(): string {
  return Object.entries(contract)
    .map(([name, value]) => [name, dataOf(value)] as const)
    .filter(([, data]) => data !== undefined)
    .map(([name, data]) => `export const ${name} = ${JSON.stringify(data)};`)
    .join('\n');
}

function dataOf(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value)) return value.every((entry) => typeof entry === 'string') ? value : undefined;
  if (isTexts(value)) return value;
  if (!isEndpoint(value)) return undefined;
  return Object.fromEntries(kept.map((key) => [key, value[key]]));
}

function isTexts(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).every((text) => typeof text === 'string');
}

function isEndpoint(value: unknown): value is contract.Endpoint {
  return typeof value === 'object' && value !== null && kept.every((key) => key in value);
}
