import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { delimiter, dirname } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestServer, TOKEN } from './testing/started-server.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

let server: TestServer;
beforeAll(async () => {
  server = await TestServer.start();
});
afterAll(() => server.stop());

/** The blocks of code in a language on a page of the manual. */
function blocks(page: string, language: string): string[] {
  return [...readFileSync(`${root}docs/api/${page}`, 'utf8').matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, code = '']) => code);
}

/** Runs what a reader pastes; returns what it prints. Throws what it complains of. */
async function run(program: string, words: readonly string[], input: string): Promise<string> {
  const child = spawn(program, words, {
    cwd: root,
    env: { PATH: `${dirname(process.execPath)}${delimiter}${process.env['PATH'] ?? ''}`, BUCKLE: server.address, TOKEN, NO_PROXY: '127.0.0.1' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject).once('close', resolve);
  });
  const [out, complaints, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${complaints}${out}`);
  return out;
}

describe.each(['api_reference.md', 'api_reference.zh-CN.md'])('the ready calls of %s', (page) => {
  it('work in a shell', async () => {
    server.model.always({ text: 'At nine.' });
    const [, calls = ''] = blocks(page, 'sh');
    const out = await run('bash', ['-e', '-o', 'pipefail'], calls);
    expect(out).not.toMatch(/"code":[1-9]/);
    expect(out.match(/event:conversation\.chat\.completed/g)).toHaveLength(2);
    expect(out).toContain('"content":"At nine."');
    // The file went along.
    expect(JSON.stringify(server.model.calls)).toContain('ten in the evening');
  });

  it('work in JavaScript, with a tool that the program runs', async () => {
    server.model.enqueue({ toolCalls: [{ id: 'call_1', name: 'time', arguments: '{}' }] }, { text: 'It is noon.' });
    const [program = ''] = blocks(page, 'js');
    expect(await run(process.execPath, ['--input-type=module', '-'], program)).toBe('It is noon.\n');
    expect(JSON.stringify(server.model.calls.at(-1)?.body)).toMatch(/"role":"tool"[^}]*\d\d:\d\d:\d\d/);
  });
});
