import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseCanvas } from './canvas-document.ts';
import { isRunnable } from './problem.ts';
import { validateCanvas } from './validate.ts';

/** Documents that Coze Studio saved; they are no part of the project. */
const folder = process.env['BUCKLE_TEST_CANVASES'] ?? '../shared/reference/canvases';
const files = existsSync(folder) ? globSync('**/*.json', { cwd: folder }).sort() : [];

describe.skipIf(files.length === 0)(`documents of Coze Studio (of BUCKLE_TEST_CANVASES, ${folder})`, () => {
  it.each(files.filter((file) => !file.startsWith('validate/')))('%s is read as it stands, and wants only what this Buckle has', (file) => {
    const { problems } = validateCanvas(parseCanvas(readFileSync(join(folder, file), 'utf8')));
    const errors = problems.filter(({ severity }) => severity === 'error');
    expect(errors.filter(({ code }) => code !== 'not_available')).toEqual([]);
  });

  it('the one that runs in a circle is refused for that', () => {
    const { problems } = validateCanvas(parseCanvas(readFileSync(join(folder, 'validate/workflow_has_loop.json'), 'utf8')));
    expect(isRunnable(problems)).toBe(false);
    expect(problems.map(({ code }) => code)).toEqual(['cycle']);
  });
});
