import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readSettings, settings } from '../config.ts';
import { describeSettings, exampleEnvironment } from './describe-settings.ts';

describe('describeSettings', () => {
  it('shows every setting once, within the width', () => {
    const lines = describeSettings(100).split('\n');
    for (const { name } of Object.values(settings)) {
      expect(lines.filter((line) => line.startsWith(`${name} `))).toHaveLength(1);
    }
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('.env.example', () => {
  it('is what the table of settings says', () => {
    const file = new URL('../../../../.env.example', import.meta.url);
    expect(readFileSync(file, 'utf8')).toBe(exampleEnvironment());
  });

  it('holds the defaults', () => {
    const switchedOn = parseEnv(exampleEnvironment().replaceAll('#BUCKLE_', 'BUCKLE_'));
    expect(readSettings(switchedOn)).toEqual(readSettings({}));
  });
});
