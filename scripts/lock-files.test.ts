import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string().optional(),
      integrity: z.string().optional(),
      resolved: z.string().optional(),
      link: z.boolean().optional(),
      optionalDependencies: z.record(z.string(), z.string()).optional(),
    }),
  ),
});

describe.each(['package-lock.json', 'scripts/node-runtime/package-lock.json'])('%s', (path) => {
  const { packages } = lockFile.parse(JSON.parse(readFileSync(path, 'utf8')));
  const installed = Object.entries(packages).filter(([name, entry]) => name.includes('node_modules/') && !entry.link);

  it('names no registry, so that a mirror serves as well', () => {
    expect(installed.filter(([, entry]) => entry.resolved !== undefined).map(([name]) => name)).toEqual([]);
  });

  it('knows the exact version and content of every package', () => {
    expect(installed.filter(([, entry]) => !entry.version || !entry.integrity).map(([name]) => name)).toEqual([]);
  });

  it('holds the packages of every platform, without which "npm ci" refuses it', () => {
    const names = new Set(Object.keys(packages).map((name) => name.slice(name.lastIndexOf('node_modules/') + 13)));
    const missing = Object.values(packages).flatMap((entry) =>
      Object.keys(entry.optionalDependencies ?? {}).filter((name) => !names.has(name)),
    );
    expect(missing).toEqual([]);
  });
});
