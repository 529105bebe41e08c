/**
 * The members of a backup are those of a plain tar file (POSIX ustar, sizes above 8 GiB as GNU writes
 * them), so that the system's own tools read it too.
 */
export const BLOCK_BYTES = 512;

/** What follows the last member. */
export const END_BYTES = 2 * BLOCK_BYTES;

const NAME_BYTES = 100;
const PREFIX_BYTES = 155;
const SIZE_AT = 124;
const CHECKSUM_AT = 148;
const PREFIX_AT = 345;
const LARGEST_OCTAL = 0o77777777777;

/** One member of a tar file: its name, and its size in bytes. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
}

/** The header of a file for its owner alone; `modifiedAt` in milliseconds. Throws `RangeError` for a name that does not fit. */
export function tarHeader({ name, size }: TarMember, modifiedAt: number): Buffer {
  const header = Buffer.alloc(BLOCK_BYTES);
  const [prefix, rest] = splitName(name);
  header.write(rest, 0, 'ascii');
  header.write('0000600\0', 100, 'ascii');
  header.write('0000000\0', 108, 'ascii');
  header.write('0000000\0', 116, 'ascii');
  writeSize(header, size);
  header.write(`${octal(Math.floor(modifiedAt / 1000), 11)}\0`, 136, 'ascii');
  header.write('0', 156, 'ascii');
  header.write('ustar\x0000', 257, 'ascii');
  header.write(prefix, PREFIX_AT, 'ascii');
  header.fill(' ', CHECKSUM_AT, CHECKSUM_AT + 8);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, CHECKSUM_AT, 'ascii');
  return header;
}

/** The member of a header; undefined where `tarHeader` would not have made it so, to the last bit. */
export function readTarHeader(header: Buffer, modifiedAt: number): TarMember | undefined {
  const member = parseTarHeader(header);
  if (!Number.isSafeInteger(member.size) || member.name.startsWith('/')) return undefined;
  return header.equals(tarHeader(member, modifiedAt)) ? member : undefined;
}

/** What a header says of its member. */
export function parseTarHeader(header: Buffer): TarMember {
  const prefix = textAt(header, PREFIX_AT, PREFIX_BYTES);
  const rest = textAt(header, 0, NAME_BYTES);
  return { name: prefix === '' ? rest : `${prefix}/${rest}`, size: sizeIn(header) };
}

/** How many bytes fill the last block of a member up. */
export function paddingOf(size: number): number {
  return (BLOCK_BYTES - (size % BLOCK_BYTES)) % BLOCK_BYTES;
}

function splitName(name: string): [string, string] {
  if (name.length <= NAME_BYTES) return ['', name];
  const slash = name.indexOf('/', name.length - NAME_BYTES - 1);
  if (slash < 1 || slash > PREFIX_BYTES) throw new RangeError(`${name} is too long a name for a tar file.`);
  return [name.slice(0, slash), name.slice(slash + 1)];
}

function writeSize(header: Buffer, size: number): void {
  if (size <= LARGEST_OCTAL) {
    header.write(`${octal(size, 11)}\0`, SIZE_AT, 'ascii');
  } else {
    header.writeUInt8(0x80, SIZE_AT);
    header.writeBigUInt64BE(BigInt(size), SIZE_AT + 4);
  }
}

function sizeIn(header: Buffer): number {
  if (header.readUInt8(SIZE_AT) === 0x80) return Number(header.readBigUInt64BE(SIZE_AT + 4));
  const text = textAt(header, SIZE_AT, 12);
  return /^[0-7]+$/.test(text) ? Number.parseInt(text, 8) : Number.NaN;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}

function textAt(header: Buffer, start: number, length: number): string {
  const text = header.toString('latin1', start, start + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
