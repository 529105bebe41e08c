import { afterAll, expect, it } from 'vitest';
import { openSandbox } from '../sandbox.ts';
import { failureOf, runnerIn } from '../testing/failure-of.ts';

const sandbox = openSandbox({ pythonIsolation: 'full', limits: { memoryBytes: 64 * 1024 * 1024 } });
const run = runnerIn(sandbox, 'typescript');

afterAll(() => sandbox.close());

/** What the body of `main` returns. */
const valueOf = async (body: string): Promise<unknown> => (await run(`async function main({ params }: any) {\n${body}\n}`)).value;

it('has the language, a console, and nothing else', async () => {
  const names = ['process', 'require', 'module', 'fetch', 'WebSocket', 'Worker', 'WebAssembly', 'setTimeout', 'Buffer', 'Deno', 'Bun', 'std', 'os', 'print', 'load', 'scriptArgs', 'SharedArrayBuffer', 'Atomics'];
  const present = await valueOf(`return ${JSON.stringify(names)}.filter((name) => !['SharedArrayBuffer', 'Atomics'].includes(name) && typeof globalThis[name] !== 'undefined');`);
  expect(present).toEqual([]);
  expect(await valueOf('return [typeof console.log, typeof JSON, typeof Math, typeof Date, typeof Map, typeof Promise];')).toEqual(['function', 'object', 'object', 'function', 'function', 'function']);
});

it.each([
  ['the constructor of a function', "return this?.constructor?.constructor?.('return typeof process')() ?? (() => {}).constructor('return typeof process')();"],
  ['the constructor of a parameter', "return params.constructor.constructor('return typeof process')();"],
  ['the constructor of the console', "return console.log.constructor('return typeof process')();"],
  ['the constructor of an error', "try { null.x } catch (error) { return error.constructor.constructor('return typeof process')(); }"],
  ['the constructor of a generator', "return Object.getPrototypeOf(function* () {}).constructor('return typeof process')().next().value ?? 'undefined';"],
  ['an indirect eval', "return (0, eval)('typeof process');"],
  ['the caller', "const f = function () { try { return typeof f.caller; } catch { return 'undefined'; } }; f(); return typeof process;"],
])('finds no way out by %s', async (_way, body) => {
  expect(await valueOf(body)).toBe('undefined');
});

it.each(['fs', 'node:fs', 'child_process', '/etc/passwd', 'file:///etc/passwd', 'data:text/javascript,export default 1', 'std', 'os'])('imports nothing: %s', async (name) => {
  expect(await failureOf(run(`async function main() { return await import(${JSON.stringify(name)}); }`))).toMatchObject({ code: 'thrown' });
  expect(['syntax', 'thrown']).toContain((await failureOf(run(`import * as all from ${JSON.stringify(name)};\nasync function main() { return all; }`))).code);
});

it('leaves nothing for the next run', async () => {
  const spoil = `
    Object.prototype.spoilt = 'yes'; Array.prototype.map = () => 'spoilt'; globalThis.kept = params; JSON.stringify = () => '"spoilt"';
    JSON.parse = () => 'spoilt'; Promise.prototype.then = () => 'spoilt'; console.log = () => 'spoilt'; globalThis.Promise = undefined; return 1;`;
  expect(await valueOf(spoil)).toBe(1);
  for (let round = 0; round < 4; round += 1) {
    expect(await valueOf('return [typeof {}.spoilt, typeof globalThis.kept, [1].map((x) => x + 1), params];')).toEqual(['undefined', 'undefined', [2], {}]);
  }
  expect(({} as Record<string, unknown>)['spoilt']).toBeUndefined();
});

it('gives values without prototypes', async () => {
  const value = await valueOf(`return JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": {"prototype": {"isAdmin": true}}, "a": {"\\\\u005f_proto__": 1}}');`);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
  expect(Object.keys(value as object)).toEqual(['constructor', 'a']);
  expect(Object.getPrototypeOf(Object.assign({}, value))).toBe(Object.prototype);
  expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
});

it.each([
  ['endless promises', 'const next = () => Promise.resolve().then(next); await next();'],
  ['endless awaits', 'for (;;) await null;'],
  ['an endless loop that catches everything', 'for (;;) { try { for (;;) {} } catch {} finally { continue; } }'],
  ['an endless getter', 'return { get a() { for (;;) {} } };'],
  ['an endless toJSON', 'return { toJSON() { for (;;) {} } };'],
  ['an endless proxy', 'return new Proxy({}, { ownKeys() { for (;;) {} } });'],
  ['an endless thenable', 'return { then(resolve) { for (;;) {} } };'],
  ['an error whose message is endless', 'throw { get message() { for (;;) {} }, get name() { for (;;) {} } };'],
  ['a regular expression that backtracks without end', 'return /^(a+)+$/.test("a".repeat(40) + "b");'],
  ['an endless generator', 'return [...(function* () { for (;;) yield 1; })()].length;'],
  ['an endless sort', 'return [1, 2].sort(() => { for (;;) {} });'],
  ['a loop at the top', '} for (;;) {} {'],
])('is ended in time: %s', async (_name, body) => {
  const begun = performance.now();
  const failure = await failureOf(run(`async function main() {\n${body}\n}`, { timeout: 300 }));
  expect(['timeout', 'memory']).toContain(failure.code);
  // The limit of 300 ms, the grace of 500, and a slow machine.
  expect(performance.now() - begun).toBeLessThan(8_000);
});

it.each([
  ['a huge string', 'return "x".repeat(2 ** 30).length;'],
  ['a huge buffer', 'return new ArrayBuffer(2 ** 31).byteLength;'],
  ['a huge array', 'return new Array(2 ** 27).fill("x").length;'],
  ['many buffers', 'const all = []; for (;;) all.push(new Uint8Array(1_000_000).fill(1));'],
  ['many objects', 'const all = []; for (;;) all.push({ a: [all.length] });'],
  ['strings that double', 'let text = "x"; for (;;) text += text;'],
  ['what is caught', 'const all = []; try { for (;;) all.push(new Uint8Array(1_000_000)); } catch (error) { return all.length < 80 ? Promise.reject(error) : all.length; }'],
])('uses no more memory than it may: %s', async (_name, body) => {
  const failure = await failureOf(run(`async function main() {\n${body}\n}`, { timeout: 10_000 }));
  expect(failure.message).toMatch(/memory|too long|invalid/i);
  expect(['memory', 'thrown']).toContain(failure.code);
});

it.each([
  ['calls', 'const f = () => f(); return f();'],
  ['getters', 'const o = { get x() { return [1].map(() => this.x + 1); } }; return o.x;'],
  ['JSON that is read', 'return JSON.parse("[".repeat(300_000));'],
  ['JSON that is written', 'let value = []; for (let i = 0; i < 300_000; i++) value = [value]; return value;'],
  ['code', 'return eval("(".repeat(300_000));'],
  ['a regular expression', 'return new RegExp("(?:".repeat(300_000) + ")".repeat(300_000)).test("");'],
  ['proxies', 'let proxy = {}; for (let i = 0; i < 300_000; i++) proxy = new Proxy(proxy, {}); return proxy.x;'],
  ['toString', 'const o = { toString: () => `${o}` }; return `${o}`;'],
])('recurses no deeper than it may: %s', async (_name, body) => {
  const failure = await failureOf(run(`async function main() {\n${body}\n}`, { timeout: 1_000 }));
  // Some of it is too slow before it is too deep.
  expect(['memory', 'thrown', 'output', 'syntax', 'timeout']).toContain(failure.code);
  expect(await valueOf('return 1;')).toBe(1);
});

it.each([
  ['a class', 'return class {};', null],
  ['a function', 'return () => 1;', null],
  ['a symbol', 'return Symbol("a");', null],
  ['what toJSON says', 'return { toJSON: () => ({ a: 1 }) };', { a: 1 }],
  ['what a proxy says', 'return new Proxy({ a: 1 }, { get: (target, key) => (key === "a" ? 2 : undefined) });', { a: 2 }],
  ['a date', 'return new Date(0);', '1970-01-01T00:00:00.000Z'],
])('reads what JSON makes of it: %s', async (_name, body, value) => {
  expect(await valueOf(body)).toEqual(value);
});

it('says what went wrong where what is thrown is no error', async () => {
  expect((await failureOf(run('async function main() { throw "a word"; }'))).message).toBe('a word');
  expect((await failureOf(run('async function main() { throw { reason: 1 }; }'))).message).toContain('"reason":1');
  expect((await failureOf(run('async function main() { throw new Proxy({}, { get() { throw 1; } }); }'))).code).toBe('thrown');
});

it('prints no more than it may, however long a line is', async () => {
  const { value, logs } = await run('async function main() { console.log("x".repeat(10_000_000)); console.log("more"); return 1; }');
  expect(value).toBe(1);
  expect(logs.join('').length).toBeLessThan(70_000);
});

it('says that there are no timers where it waits for what never comes', async () => {
  expect((await failureOf(run('async function main() { await new Promise(() => {}); }'))).message).toContain('no timers');
});

it('takes TypeScript that is more than types, and finds its lines', async () => {
  const code = 'enum Size {\n  Small,\n  Large,\n}\nnamespace Sizes { export const largest = Size.Large; }\nasync function main({ params }: Args): Promise<Output> {\n  if (params.fail) throw new Error("failed");\n  return { size: Sizes.largest };\n}';
  expect((await run(code)).value).toEqual({ size: 1 });
  expect(await failureOf(run(code, { params: { fail: true } }))).toMatchObject({ code: 'thrown', line: 7 });
});

it('survives code that is no code', async () => {
  for (const code of ['', '}', '`', '\u0000', '<div/>', '('.repeat(200_000), `${'['.repeat(200_000)}`, 'a'.repeat(1_000_000), `type A = ${'Array<'.repeat(100_000)}`]) {
    expect(['syntax', 'no_main', 'memory', 'thrown', 'timeout']).toContain((await failureOf(run(code))).code);
  }
  expect(await valueOf('return 1;')).toBe(1);
});
