import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BLOCK_BYTES, END_BYTES, paddingOf, readTarHeader, tarHeader } from './tar.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

it.each([
  { name: 'documents.db', size: 0 },
  { name: 'a'.repeat(100), size: 511 },
  { name: `${'p'.repeat(155)}/${'n'.repeat(100)}`, size: 8 * 1024 ** 3 - 1 },
  { name: `files/${'w'.repeat(90)}/${'f'.repeat(60)}@`, size: 8 * 1024 ** 3 },
  { name: 'files/large', size: Number.MAX_SAFE_INTEGER },
])('a header says what it was made of: $size bytes', (member) => {
  const header = tarHeader(member, NOW);
  expect(header).toHaveLength(BLOCK_BYTES);
  expect(readTarHeader(header, NOW)).toEqual(member);
});

it('no bit of a header can be another', () => {
  const header = tarHeader({ name: 'files/1/2@', size: 12345 }, NOW);
  for (let bit = 0; bit < BLOCK_BYTES * 8; bit += 1) {
    const damaged = Buffer.from(header);
    const byte = Math.floor(bit / 8);
    damaged.writeUInt8(header.readUInt8(byte) ^ (1 << (bit % 8)), byte);
    expect(readTarHeader(damaged, NOW), `bit ${bit}`).toBeUndefined();
  }
});

it('refuses names that do not fit', () => {
  expect(() => tarHeader({ name: 'x'.repeat(101), size: 0 }, NOW)).toThrow(RangeError);
  expect(() => tarHeader({ name: `${'p'.repeat(156)}/x`, size: 0 }, NOW)).toThrow(RangeError);
});

it('is read by the tar of the system', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'buckle-tar-'));
  try {
    const long = `files/${'w'.repeat(90)}/${'f'.repeat(60)}@`;
    const member = (name: string, text: string) => [tarHeader({ name, size: text.length }, NOW), Buffer.from(text), Buffer.alloc(paddingOf(text.length))];
    const path = join(folder, 'some.tar');
    await writeFile(path, Buffer.concat([...member('first', 'hello'), ...member(long, 'x'.repeat(1000)), Buffer.alloc(END_BYTES)]));
    expect(execFileSync('tar', ['-tf', path], { encoding: 'utf8' })).toBe(`first\n${long}\n`);
    expect(execFileSync('tar', ['-xOf', path, 'first'], { encoding: 'utf8' })).toBe('hello');
  } finally {
    await rm(folder, { recursive: true });
  }
});
