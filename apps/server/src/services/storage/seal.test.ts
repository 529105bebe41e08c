import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type DataKey, keyNumberOf, Opener, SealBroken, Sealer } from './seal.ts';

const KEY: DataKey = { number: 7, secret: randomBytes(32) };

describe('a sealed value', () => {
  it.each(['', 'hello', '扣子 🔑', 'x'.repeat(1_000_000)])('opens again where it was sealed: %#', (text) => {
    const sealed = new Sealer(KEY).seal(text, 'here');
    expect(keyNumberOf(sealed)).toBe(7);
    expect(new Opener(KEY).open(sealed, 'here').toString()).toBe(text);
  });

  it('may be bytes', () => {
    const bytes = randomBytes(1_000);
    expect(new Opener(KEY).open(new Sealer(KEY).seal(bytes, ''), '')).toEqual(bytes);
  });

  it('does not open elsewhere, nor under another key', () => {
    const sealed = new Sealer(KEY).seal('hello', 'here');
    expect(() => new Opener(KEY).open(sealed, 'there')).toThrow(SealBroken);
    expect(() => new Opener({ number: 7, secret: randomBytes(32) }).open(sealed, 'here')).toThrow(SealBroken);
  });

  it('does not open where one bit of it was changed, or bytes are missing', () => {
    const sealed = new Sealer(KEY).seal('hello', 'here');
    const opener = new Opener(KEY);
    // The first five bytes name the format and the key, which choose the opener.
    for (let byte = 5; byte < sealed.length; byte++) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8((changed[byte] ?? 0) ^ 1, byte);
      expect(() => opener.open(changed, 'here')).toThrow(SealBroken);
    }
    for (let length = 0; length < sealed.length; length++) {
      expect(() => opener.open(sealed.subarray(0, length), 'here')).toThrow(SealBroken);
    }
  });

  it('of an unknown format is refused', () => {
    expect(() => keyNumberOf(Buffer.from('hello'))).toThrow(SealBroken);
    expect(() => keyNumberOf(Buffer.alloc(100, 2))).toThrow(SealBroken);
  });

  it('never comes out the same twice, from one sealer or from two', () => {
    const sealers = [new Sealer(KEY), new Sealer(KEY)];
    const sealed = sealers.flatMap((sealer) => Array.from({ length: 100 }, () => sealer.seal('hello', 'here').toString('hex')));
    expect(new Set(sealed).size).toBe(200);
    // Salt and counter, from which key and nonce come.
    expect(new Set(sealed.map((hex) => hex.slice(10, 54))).size).toBe(200);
  });

  it('opens whichever of many sealers made it', () => {
    const opener = new Opener(KEY);
    const sealed = Array.from({ length: 600 }, (_, index) => new Sealer(KEY).seal(`${index}`, 'here'));
    for (const [index, value] of sealed.entries()) expect(opener.open(value, 'here').toString()).toBe(`${index}`);
    expect(opener.open(sealed[0] ?? Buffer.alloc(0), 'here').toString()).toBe('0');
  });
});
