import { SourceMap, type SourceMapPayload, stripTypeScriptTypes } from 'node:module';

/** JavaScript made of TypeScript. */
export interface StrippedCode {
  readonly code: string;
  /** The line of the TypeScript, from 1, for one of the JavaScript. */
  readonly lineOf: (line: number) => number;
}

/** TypeScript cannot be read; the message says why. */
export class TypesNotStripped extends Error {
  override readonly name = 'TypesNotStripped';
  readonly line: number | undefined;
  /** Whether the parser itself broke, and must not be used again. */
  readonly isParserBroken: boolean;

  constructor(message: string, { line, isParserBroken = false, ...options }: ErrorOptions & { line?: number | undefined; isParserBroken?: boolean }) {
    super(message, options);
    this.line = line;
    this.isParserBroken = isParserBroken;
  }
}

const MAP = /\n\/\/# sourceMappingURL=data:application\/json;base64,(?<map>[\w+/=]+)\s*$/;

/**
 * Takes the types out of TypeScript. They become blanks, so that every line stays where it is; code that needs more than that
 * (enums, namespaces with values, parameter properties, `<T>value`) is rewritten, and its lines are found by a map.
 *
 * @throws TypesNotStripped
 */
export function stripTypes(code: string): StrippedCode {
  try {
    return { code: stripTypeScriptTypes(code), lineOf: (line) => line };
  } catch (error) {
    if (codeOf(error) !== 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX') throw notStripped(error);
  }
  try {
    return mapped(stripTypeScriptTypes(code, { mode: 'transform', sourceMap: true, sourceUrl: 'code.ts' }));
  } catch (error) {
    throw notStripped(error);
  }
}

function mapped(transformed: string): StrippedCode {
  const found = MAP.exec(transformed)?.groups?.['map'];
  if (found === undefined) return { code: transformed, lineOf: (line) => line };
  // Written by the same function just now, and no text of the user's.
  const map = new SourceMap(JSON.parse(Buffer.from(found, 'base64').toString()) as SourceMapPayload);
  return {
    code: transformed.replace(MAP, ''),
    lineOf: (line) => {
      // The first column that the map knows in that line.
      const entry = map.findEntry(line - 1, Number.MAX_SAFE_INTEGER);
      return 'originalLine' in entry ? entry.originalLine + 1 : line;
    },
  };
}

function notStripped(error: unknown): TypesNotStripped {
  if (!(error instanceof SyntaxError)) {
    return new TypesNotStripped('It nests too deeply, or is too large, to be read.', { isParserBroken: true, cause: error });
  }
  // Node puts the place before the error's own words.
  const line = /^[^\n]*:(?<line>\d+)\n/.exec(error.stack ?? '')?.groups?.['line'];
  return new TypesNotStripped(`SyntaxError: ${error.message}`, { line: line === undefined ? undefined : Number(line), cause: error });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
