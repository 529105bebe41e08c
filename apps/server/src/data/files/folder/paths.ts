import { join, sep } from 'node:path';

/**
 * Keys as paths. Capital letters are written `^a`, because some systems take `A` and `a` for one
 * name; a file's name ends with `@`, so that `a` and `a/b` can both be keys. Neither sign can be
 * in a key.
 */
export function pathOfKey(folder: string, key: string): string {
  return join(folder, `${key.replaceAll(/[A-Z]/g, (letter) => `^${letter.toLowerCase()}`).replaceAll('/', sep)}@`);
}

/** The part of a key that a name in a folder stands for: a folder's ends with `/`. */
export function keyPartOfName(name: string): string {
  const part = name.replaceAll(/\^([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return part.endsWith('@') ? part.slice(0, -1) : `${part}/`;
}
