import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { z } from 'zod';

/** The kinds of values that a setting can have: each turns the text of the environment into a value. */

/** A schema that parses text with a function; what the function throws becomes the setting's problem. */
export function parsed<T>(parse: (text: string) => T): z.ZodType<T, string> {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
      return z.NEVER;
    }
  });
}

/** A whole number between two bounds, both included. */
export function wholeNumber(least: number, most: number): z.ZodType<number, string> {
  return parsed((text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new Error(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  });
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words): z.ZodType<Words[number], string> {
  return z.enum(words, { error: `It must be one of: ${words.join(', ')}.` });
}

/** A set of at least one of a few words, separated by commas. */
export function setOf<const Words extends readonly [string, ...string[]]>(
  words: Words,
): z.ZodType<ReadonlySet<Words[number]>, string> {
  const word = oneOf(words);
  return parsed((text) => {
    const found = split(text).map((part) => word.safeParse(part));
    if (found.length === 0 || found.some((part) => !part.success)) {
      throw new Error(`It must be one or more of: ${words.join(', ')}; separated by commas.`);
    }
    return new Set(found.flatMap((part) => (part.success ? [part.data] : [])));
  });
}

/** A list separated by commas or white space, each part of which passes a test. */
export function listOf(test: (part: string) => boolean, advice: string): z.ZodType<readonly string[], string> {
  return parsed((text) => {
    const parts = split(text);
    const wrong = parts.find((part) => !test(part));
    if (wrong !== undefined) throw new Error(`${JSON.stringify(wrong)} is not right: ${advice}`);
    return parts;
  });
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A span of time such as `500ms`, `20s`, `10m`, `2h` or `1d`; in milliseconds. */
export const duration: z.ZodType<number, string> = parsed((text) => {
  const [, number, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(text) ?? [];
  const factor = UNITS[unit ?? ''];
  if (number === undefined || factor === undefined) {
    throw new Error('It must be a number with a unit: ms, s, m, h or d, such as 20s or 10m.');
  }
  return Math.round(Number(number) * factor);
});

/** A path, made absolute. */
export const path: z.ZodType<string, string> = z.string().transform((text) => resolve(text));

/** The path of a file that is there. */
export const existingFile: z.ZodType<string, string> = path.refine((file) => existsSync(file), 'There is no such file.');

/** A URL of one of some protocols, without an end slash. */
export function url(protocols: readonly string[]): z.ZodType<string, string> {
  const prefixes = protocols.map((protocol) => `${protocol}://`);
  return parsed((text) => {
    if (!prefixes.some((prefix) => text.startsWith(prefix)) || !URL.canParse(text)) {
      throw new Error(`It must be a URL that begins with ${prefixes.join(' or ')}.`);
    }
    return text.replace(/\/+$/, '');
  });
}

/** The address of a site: protocol, host and port, and nothing behind them. */
export const origin: z.ZodType<string, string> = url(['http', 'https']).refine(
  (text) => text === new URL(text).origin,
  'It must be a protocol, a host and perhaps a port, with nothing behind them: https://buckle.example.com.',
);

/** 32 bytes, as base64 or as 64 hexadecimal digits. */
export const key: z.ZodType<Buffer, string> = parsed((text) => {
  const bytes = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (bytes.length !== 32 || !/^[\w+/=-]+$/.test(text)) {
    throw new Error('It must be 32 bytes as base64 or hexadecimal digits: make one with "openssl rand -base64 32".');
  }
  return bytes;
});

/** Whether a text is an address or a range of addresses (CIDR). */
export function isAddressOrRange(text: string): boolean {
  const [address = '', prefix, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

function split(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== '');
}

/** Headers of HTTP as `name=value`, separated by commas; for `parsed`. */
export function headers(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [, name, value] = /^\s*([\w-]+)\s*=\s*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)\s*$/.exec(part) ?? [];
      if (name === undefined || value === undefined) throw new Error('It must be name=value, separated by commas.');
      return [name.toLowerCase(), value];
    }),
  );
}
