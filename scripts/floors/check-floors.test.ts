import { describe, expect, it } from 'vitest';
import { checkFloors } from './check-floors.ts';

const SERVER = 'apps/server/src';

/** Checks a small tree, given as paths and sources. */
function check(sources: Record<string, string>): string[] {
  return checkFloors(new Map(Object.entries(sources)));
}

/** Checks one file of the server. */
function checkOne(path: string, source: string): string[] {
  return check({ [`${SERVER}/${path}`]: source });
}

describe('the order of the floors', () => {
  it.each([
    ['access/server.ts', '#application/bots/index.ts'],
    ['access/server.ts', '#kernel/errors.ts'],
    ['application/bots/routes.ts', '#services/work/index.ts'],
    ['application/bots/routes.ts', '#data/documents/port.ts'],
    ['services/work/index.ts', '#data/documents/port.ts'],
    ['services/work/index.ts', '@buckle/contract'],
    ['data/cache/memory.ts', './port.ts'],
    ['main.ts', '#access/server.ts'],
  ])('lets %s import %s', (path, specifier) => {
    expect(checkOne(path, `import { a } from '${specifier}';`)).toEqual([]);
  });

  it.each([
    ['application/bots/routes.ts', '#access/server.ts'],
    ['services/work/index.ts', '#application/bots/index.ts'],
    ['services/work/index.ts', '../../application/bots/index.ts'],
    ['data/cache/memory.ts', '#services/work/index.ts'],
    ['kernel/errors.ts', '#data/documents/port.ts'],
    ['kernel/errors.ts', '../access/server.ts'],
  ])('refuses that %s imports %s', (path, specifier) => {
    const [problem] = checkOne(path, `\nimport type { A } from '${specifier}';`);
    expect(problem).toContain(`${SERVER}/${path}:2: ${specifier}:`);
    expect(problem).toContain('imports only go down');
  });

  it('refuses that a floor imports the composition root or its configuration', () => {
    expect(checkOne('access/server.ts', `import type { Settings } from '../config.ts';`)).toHaveLength(1);
  });

  it('sees re-exports and dynamic imports', () => {
    expect(checkOne('data/cache/a.ts', `export * from '#access/a.ts';`)).toHaveLength(1);
    expect(checkOne('data/cache/a.ts', `export type { A } from '#access/a.ts';`)).toHaveLength(1);
    expect(checkOne('data/cache/a.ts', `const a = await import('#access/a.ts');`)).toHaveLength(1);
  });

  it('does not take text or comments for imports', () => {
    expect(checkOne('data/cache/a.ts', `// import '#access/a.ts';\nconst a = "import '#access/a.ts'";`)).toEqual([]);
  });

  it('holds in tests too', () => {
    expect(checkOne('data/cache/a.test.ts', `import { a } from '#access/a.ts';`)).toHaveLength(1);
  });

  it('reports a file that it cannot read', () => {
    expect(() => checkOne('data/a.ts', 'import {')).toThrow('data/a.ts');
  });
});

describe('the doors of the application', () => {
  it('opens a module by its index.ts alone', () => {
    const path = 'application/conversations/run-chat.ts';
    expect(checkOne(path, `import { a } from '#application/bots/index.ts';`)).toEqual([]);
    expect(checkOne(path, `import { a } from '../bots/index.ts';`)).toEqual([]);
    expect(checkOne(path, `import { a } from '#application/bots/publish-bot.ts';`)[0]).toContain('#application/bots/index.ts');
    expect(checkOne(path, `import { a } from '../bots/publish-bot.ts';`)).toHaveLength(1);
  });

  it('holds for the floors above and the composition root', () => {
    expect(checkOne('access/a.ts', `import { a } from '#application/bots/publish-bot.ts';`)).toHaveLength(1);
    expect(checkOne('main.ts', `import { a } from '#application/bots/routes.ts';`)).toHaveLength(1);
  });

  it('lets tests borrow the test helpers of another module', () => {
    const source = `import { a } from '#application/bots/testing/example-bot.ts';`;
    expect(checkOne('application/conversations/run-chat.test.ts', source)).toEqual([]);
    expect(checkOne('application/conversations/run-chat.ts', source)).toHaveLength(1);
  });
});

describe('circles', () => {
  it('finds modules that need each other, if only for types', () => {
    const problems = check({
      [`${SERVER}/application/bots/index.ts`]: `export type { A } from './a.ts';`,
      [`${SERVER}/application/bots/a.ts`]: `import type { B } from '#application/models/index.ts';`,
      [`${SERVER}/application/models/b.ts`]: `import type { C } from '#application/usage/index.ts';`,
      [`${SERVER}/application/usage/c.ts`]: `import type { A } from '#application/bots/index.ts';`,
    });
    expect(problems).toEqual(['modules in a circle: bots → models → usage → bots']);
  });

  it('does not count what only tests import', () => {
    const problems = check({
      [`${SERVER}/application/bots/a.ts`]: `import { b } from '#application/models/index.ts';`,
      [`${SERVER}/application/models/b.test.ts`]: `import { a } from '#application/bots/index.ts';`,
    });
    expect(problems).toEqual([]);
  });

  it('finds files that load each other, and allows types that refer to each other', () => {
    const first = `${SERVER}/services/work/a.ts`;
    const second = `${SERVER}/services/work/b.ts`;
    expect(check({ [first]: `import { b } from './b.ts';`, [second]: `import { a } from './a.ts';` })).toEqual([
      `files in a circle: ${first} → ${second} → ${first}`,
    ]);
    expect(check({ [first]: `import { b } from './b.ts';`, [second]: `import type { A } from './a.ts';` })).toEqual([]);
  });
});

describe('the ways out', () => {
  it.each(['undici', 'node:http', 'node:https', 'node:net', 'node:tls', 'node:dns/promises'])(
    'keeps %s to services/outbound and to tests',
    (name) => {
      const source = `import { connect } from '${name}';`;
      expect(checkOne('services/outbound/dispatcher.ts', source)).toEqual([]);
      expect(checkOne('services/models/openai.test.ts', source)).toEqual([]);
      expect(checkOne('services/models/testing/scripted-model.ts', source)).toEqual([]);
      expect(checkOne('services/models/openai.ts', source)[0]).toContain('services/outbound');
      expect(checkOne('application/bots/a.ts', source)).toHaveLength(1);
    },
  );

  it('lets the gateway listen, and not look names up', () => {
    expect(checkOne('access/server.ts', `import { createServer } from 'node:http';`)).toEqual([]);
    expect(checkOne('access/server.ts', `import { lookup } from 'node:dns';`)).toHaveLength(1);
  });

  it('lets the commands talk to the server of this machine', () => {
    expect(checkOne('commands/ask-server.ts', `import { connect } from 'node:net';`)).toEqual([]);
    expect(checkOne('commands/ask-server.ts', `import { Agent } from 'undici';`)).toHaveLength(1);
  });

  it('lets everyone use their types, and functions that only compute', () => {
    expect(checkOne('services/models/openai.ts', `import type { Dispatcher } from 'undici';`)).toEqual([]);
    expect(checkOne('services/models/openai.ts', `import { isIP } from 'node:net';`)).toEqual([]);
    expect(checkOne('services/models/openai.ts', `import { isIP, connect } from 'node:net';`)).toHaveLength(1);
  });
});

describe('the kernel', () => {
  it.each(['node:fs', 'node:fs/promises', 'node:child_process', 'node:sqlite', 'node:worker_threads', 'pino'])(
    'does without %s',
    (name) => {
      expect(checkOne('kernel/a.ts', `import { a } from '${name}';`)[0]).toContain('kernel');
      expect(checkOne('kernel/a.ts', `import type { A } from '${name}';`)).toEqual([]);
    },
  );

  it.each(['node:crypto', 'node:async_hooks', 'zod', '@buckle/contract'])('may use %s', (name) => {
    expect(checkOne('kernel/a.ts', `import { a } from '${name}';`)).toEqual([]);
  });
});

describe('packages and apps', () => {
  it('keeps packages from knowing the apps', () => {
    expect(check({ 'packages/sdk/src/a.ts': `import { a } from '../../../apps/server/src/main.ts';` })).toHaveLength(1);
    expect(check({ 'packages/sdk/src/a.ts': `import type { A } from '@buckle/server';` })).toHaveLength(1);
  });

  it('lets packages reach each other by name', () => {
    expect(check({ 'packages/sdk/src/a.ts': `import { a } from '@buckle/contract';` })).toEqual([]);
    expect(check({ 'packages/sdk/src/a.ts': `import { a } from '../../contract/src/bots.ts';` })).toHaveLength(1);
  });

  it('keeps apps apart', () => {
    expect(check({ 'apps/studio/src/a.ts': `import { a } from '../../server/src/kernel/errors.ts';` })).toHaveLength(1);
    expect(checkOne('access/a.ts', `import { a } from '../../../studio/src/a.ts';`)).toHaveLength(1);
  });
});

describe('the studio', () => {
  const checkStudio = (path: string, specifier: string) => check({ [`apps/studio/src/${path}`]: `import { a } from '${specifier}';` });

  it.each([
    ['app/router.tsx', '../features/members/index.ts'],
    ['app/shell.tsx', '../shared/page.tsx'],
    ['features/members/members-page.tsx', './role-select.tsx'],
    ['features/members/members-page.tsx', '../bots/index.ts'],
    ['features/members/members-page.tsx', '../../api/workspaces.ts'],
    ['features/members/members-page.tsx', '@buckle/contract'],
    ['shared/page.tsx', '../i18n/index.ts'],
    ['main.tsx', './app/store.ts'],
  ])('lets %s import %s', (path, specifier) => {
    expect(checkStudio(path, specifier)).toEqual([]);
  });

  it.each([
    ['shared/page.tsx', '../features/members/index.ts'],
    ['shared/page.tsx', '../app/store.ts'],
    ['features/members/members-page.tsx', '../../app/store.ts'],
    ['features/members/members-page.tsx', '../bots/bot-table.tsx'],
    ['api/api.ts', '../shared/page.tsx'],
    ['api/api.ts', '@buckle/server'],
    ['api/api.ts', '../../../server/src/kernel/errors.ts'],
    ['shared/page.tsx', '../../build/compress.ts'],
    ['main.tsx', '../../../scripts/check.ts'],
  ])('refuses that %s imports %s', (path, specifier) => {
    expect(checkStudio(path, specifier)).toHaveLength(1);
  });

  it('has features that form no circle', () => {
    const [problem] = check({
      'apps/studio/src/features/a/index.ts': `import { b } from '../b/index.ts';`,
      'apps/studio/src/features/b/index.ts': `export {};`,
      'apps/studio/src/features/b/page.tsx': `import type { A } from '../a/index.ts';`,
    });
    expect(problem).toContain('modules in a circle: features/a → features/b → features/a');
  });

  it('is tested through a server of its own, not by the server’s parts; it borrows test helpers', () => {
    expect(check({ 'apps/studio/testing/server.ts': `import { a } from '../../server/src/main.ts';` })).toHaveLength(1);
    const helper = `import { a } from '../../server/src/services/models/testing/scripted-model.ts';`;
    expect(check({ 'apps/studio/testing/bots.test.ts': helper })).toEqual([]);
    expect(check({ 'apps/studio/src/features/bots/a.ts': helper.replace('../../', '../../../../') })).toHaveLength(1);
    expect(check({ 'apps/studio/build/run.ts': `import { a } from './compress.ts';` })).toEqual([]);
  });
});
