import { availableParallelism } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { openSandbox } from './sandbox.ts';
import { failureOf, runnerIn } from './testing/failure-of.ts';

const sandbox = openSandbox({ pythonIsolation: 'full', limits: { memoryBytes: 64 * 1024 * 1024, outputBytes: 100_000, logCharacters: 1_000 } });
const canRunPython = (await sandbox.status()).python.isAvailable;

afterAll(() => sandbox.close());

const typescript = {
  language: 'typescript' as const,
  template: `async function main({ params }: Args): Promise<Output> {
    const ret: Output = { "key0": params.input + params.input, "key1": ["hello", "world"], "key2": { "key21": "hi" } };
    return ret;
}`,
  returns: (value: string) => `async function main({ params }: Args): Promise<Output> { return ${value}; }`,
  echo: 'async function main({ params }: Args): Promise<Output> { return params; }',
  prints: 'async function main({ params }: Args) {\n  console.log("one", 2, { three: 3 });\n  console.error("four");\n  throw new Error("enough");\n}',
  printsMuch: 'async function main() { for (let i = 0; i < 1000; i++) console.log("0123456789"); return 1; }',
  throws: 'async function main({ params }: Args) {\n  const nothing = null;\n  return nothing.name;\n}',
  broken: 'const fine = 1;\nasync function main({ params }: Args) {\n  const x = ;\n}',
  withoutMain: 'async function other() {}',
  endless: 'async function main() { while (true) {} }',
  waits: 'async function main() { await new Promise(() => {}); }',
  hungry: 'async function main() {\n  const all = [];\n  while (true) all.push(new Uint8Array(100_000).fill(1));\n}',
  deep: 'async function main() {\n  const f = () => f() + 1;\n  return f();\n}',
  nested: 'async function main() { let value = 1; for (let i = 0; i < 300; i++) value = [value]; return value; }',
  large: 'async function main() { return "x".repeat(200_000); }',
  nothing: 'null',
  notFinite: '[NaN, Infinity, -Infinity]',
  tooLong: 'BigInt(2) ** BigInt(60)',
  cyclic: 'async function main() { const value = {}; value.self = value; return value; }',
};

const python: Record<Exclude<keyof typeof typescript, 'returns' | 'language'>, string> & { language: 'python'; returns: (value: string) => string } = {
  language: 'python',
  template: `# 在这里，您可以通过 ‘args’  获取节点中的输入变量
async def main(args: Args) -> Output:
    params = args.params
    ret: Output = {
        "key0": params['input'] + params.get('input'), # 拼接两次入参 input 的值
        "key1": ["hello", "world"],
        "key2": { "key21": "hi" },
    }
    return ret
`,
  returns: (value) => `async def main(args: Args) -> Output:\n    return ${value}\n`,
  echo: 'async def main(args: Args) -> Output:\n    return args.params\n',
  prints: 'import sys\nasync def main(args):\n    print("one", 2, {"three": 3})\n    print("four", file=sys.stderr)\n    raise ValueError("enough")\n',
  printsMuch: 'async def main(args):\n    for i in range(1000):\n        print("0123456789")\n    return 1\n',
  throws: 'async def main(args):\n    nothing = None\n    return nothing.name\n',
  broken: 'fine = 1\nasync def main(args):\n    x = = 1\n',
  withoutMain: 'async def other(args):\n    pass\n',
  endless: 'async def main(args):\n    while True:\n        pass\n',
  waits: 'import asyncio\nasync def main(args):\n    await asyncio.sleep(1000)\n',
  hungry: 'async def main(args):\n    all = []\n    while True:\n        all.append([1] * 10_000)\n',
  deep: 'async def main(args):\n    def f():\n        return f() + 1\n    return f()\n',
  nested: 'async def main(args):\n    value = 1\n    for _ in range(300):\n        value = [value]\n    return value\n',
  large: 'async def main(args):\n    return "x" * 200_000\n',
  nothing: 'None',
  notFinite: '[float("nan"), float("inf"), float("-inf")]',
  tooLong: '2 ** 60',
  cyclic: 'async def main(args):\n    value = {}\n    value["self"] = value\n    return value\n',
};

describe.each([typescript, python])('code in $language', ({ language, ...code }) => {
  const run = runnerIn(sandbox, language);
  const skipped = language === 'python' && !canRunPython;

  it.skipIf(skipped)('runs as the templates of Coze write it', async () => {
    const { value } = await run(code.template, { params: { input: '扣' } });
    expect(value).toEqual({ key0: '扣扣', key1: ['hello', 'world'], key2: { key21: 'hi' } });
  });

  it.skipIf(skipped)('takes and gives every kind of JSON as it is', async () => {
    const params = { text: '扣 "子" \u2028\u0000\\ 🎲', whole: 2 ** 53 - 1, part: 0.1, yes: true, no: null, list: [[], {}, [1, 'a']], object: { '': { deep: 1 } } };
    expect((await run(code.echo, { params })).value).toEqual(params);
  });

  it.skipIf(skipped)('gives null for nothing, and for numbers that are not finite', async () => {
    expect((await run(code.returns(code.nothing))).value).toBeNull();
    expect((await run(code.returns(code.notFinite))).value).toEqual([null, null, null]);
  });

  it.skipIf(skipped)('says that it gave a number which JSON does not keep, and what to do', async () => {
    const failure = await failureOf(run(code.returns(code.tooLong)));
    expect(failure).toMatchObject({ code: 'output', message: expect.stringMatching(/BigInt|2\^53/) });
    expect(failure.message).toMatch(/return (str|Number)\(/);
  });

  it.skipIf(skipped)('says that it gave something else than JSON', async () => {
    expect(await failureOf(run(code.cyclic))).toMatchObject({ code: 'output', message: expect.stringContaining('JSON') });
    expect(await failureOf(run(code.nested))).toMatchObject({ code: 'output', message: expect.stringContaining('deep') });
  });

  it.skipIf(skipped)('keeps what it prints, also where it fails', async () => {
    const { logs, code: failure, message, line } = await failureOf(run(code.prints));
    expect(failure).toBe('thrown');
    expect(message).toMatch(/^Line \d: (Value)?Error: enough$/);
    expect(line).toBeGreaterThan(3);
    expect(logs).toHaveLength(2);
    expect(logs[0]).toMatch(/^one 2 \{.*three.*3\}$/);
    expect(logs[1]).toBe('four');
  });

  it.skipIf(skipped)('keeps only so much of what it prints, and says so', async () => {
    const { value, logs } = await run(code.printsMuch);
    expect(value).toBe(1);
    expect(logs.join('\n').length).toBeLessThan(1_200);
    expect(logs.at(-1)).toContain('more than 1000 characters');
  });

  it.skipIf(skipped)('names the line of an error and of a mistake', async () => {
    expect(await failureOf(run(code.throws))).toMatchObject({ code: 'thrown', line: 3, message: expect.stringMatching(/^Line 3: \w*Error: .*name/) });
    expect(await failureOf(run(code.broken))).toMatchObject({ code: 'syntax', line: 3, message: expect.stringMatching(/^Line 3: SyntaxError: /) });
  });

  it.skipIf(skipped)('needs a function main', async () => {
    expect(await failureOf(run(code.withoutMain))).toMatchObject({ code: 'no_main', message: expect.stringContaining('main') });
  });

  it.skipIf(skipped)('is ended when its time is over', async () => {
    expect(await failureOf(run(code.endless, { timeout: 200 }))).toMatchObject({ code: 'timeout', message: expect.stringContaining('0.2 s') });
  });

  it.skipIf(skipped)('does not wait for what never comes', async () => {
    expect(['timeout', 'thrown']).toContain((await failureOf(run(code.waits, { timeout: 200 }))).code);
  });

  it.skipIf(skipped)('is ended when it uses too much memory', async () => {
    expect(await failureOf(run(code.hungry, { timeout: 20_000 }))).toMatchObject({ code: 'memory', message: expect.stringContaining('64 MB') });
  });

  it.skipIf(skipped)('is ended when it recurses without end', async () => {
    expect(await failureOf(run(code.deep))).toMatchObject({ code: 'memory' });
  });

  it.skipIf(skipped)('cannot give more than it may', async () => {
    expect(await failureOf(run(code.large))).toMatchObject({ code: 'output', message: expect.stringContaining('large') });
  });

  it.skipIf(skipped)('is ended when it is cancelled, also before it began', async () => {
    const abort = new AbortController();
    const running = failureOf(run(code.endless, { signal: abort.signal }));
    setTimeout(() => abort.abort(), 50);
    expect(await running).toMatchObject({ code: 'canceled' });
    expect(await failureOf(run(code.echo, { signal: abort.signal }))).toMatchObject({ code: 'canceled' });
  });

  it.skipIf(skipped)('runs many at once, each for itself', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => run(code.echo, { params: { index } })));
    expect(results.map(({ value }) => value)).toEqual(Array.from({ length: 20 }, (_, index) => ({ index })));
  });
});

describe('a sandbox that is closed', () => {
  it.each(['typescript', ...(canRunPython ? (['python'] as const) : [])] as const)('ends what runs in %s, and takes nothing more', async (language) => {
    const closing = openSandbox({ pythonIsolation: 'full' });
    const run = runnerIn(closing, language);
    const { echo, endless } = language === 'python' ? python : typescript;
    expect((await run(echo, { params: { a: 1 } })).value).toEqual({ a: 1 });
    const running = failureOf(run(endless));
    await new Promise((resolve) => setImmediate(resolve));
    await closing.close();
    expect(await running).toMatchObject({ code: 'canceled' });
    expect(await failureOf(run(echo))).toMatchObject({ code: 'canceled' });
  });
});

it('code of one workspace that takes all places keeps that of another from nothing', async () => {
  const ended: string[] = [];
  const run = (group: string, code: string) => sandbox.run({ language: 'typescript', code, params: {}, timeout: 700, group }).catch(() => undefined).then(() => ended.push(group));
  const places = Math.max(2, availableParallelism());
  const long = Array.from({ length: 4 * places }, () => run('busy', typescript.endless));
  await Promise.all([...long, run('calm', typescript.echo)]);
  expect(ended.indexOf('calm')).toBeLessThanOrEqual(places);
});
