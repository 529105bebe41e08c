import type { ValueType } from '@buckle/canvas';

/** The types that a variable can be given, by the words under which they are listed. */
export const variableTypes = {
  string: { kind: 'string' },
  integer: { kind: 'integer' },
  float: { kind: 'float' },
  boolean: { kind: 'boolean' },
  object: { kind: 'object', fields: [] },
  time: { kind: 'string', assist: 'time' },
  file: { kind: 'string', assist: 'default' },
  image: { kind: 'string', assist: 'image' },
  audio: { kind: 'string', assist: 'audio' },
  video: { kind: 'string', assist: 'video' },
  doc: { kind: 'string', assist: 'doc' },
  excel: { kind: 'string', assist: 'excel' },
  ppt: { kind: 'string', assist: 'ppt' },
  txt: { kind: 'string', assist: 'txt' },
  code: { kind: 'string', assist: 'code' },
  zip: { kind: 'string', assist: 'zip' },
  svg: { kind: 'string', assist: 'svg' },
  voice: { kind: 'string', assist: 'voice' },
} as const satisfies Record<string, ValueType>;

export type TypeWord = keyof typeof variableTypes;

/** Whether a word is the name of a type that can be given. */
export function isTypeWord(word: string): word is TypeWord {
  return Object.hasOwn(variableTypes, word);
}

/** What a type is called, such as `string` or `list<integer>`; undefined for one that is not listed. */
export function typeWord(type: ValueType): string | undefined {
  if (type.kind === 'list') {
    const item = type.item.kind === 'list' ? undefined : typeWord(type.item);
    return item === undefined ? undefined : `list<${item}>`;
  }
  if (type.kind === 'string' && type.assist !== undefined) return type.assist === 'default' ? 'file' : type.assist;
  return type.kind === 'any' ? undefined : type.kind;
}

/** The type that is called so. */
export function typeOfWord(word: string): ValueType {
  const item = /^list<(\w+)>$/.exec(word)?.[1];
  if (item !== undefined) return { kind: 'list', item: typeOfWord(item) };
  return Object.entries(variableTypes).find(([name]) => name === word)?.[1] ?? { kind: 'string' };
}
