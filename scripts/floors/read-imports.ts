import { parseSync } from 'oxc-parser';

/** One import or re-export of a source file. */
export interface Import {
  /** As written: `./x.ts`, `#kernel/x.ts`, `node:fs`, `zod`. */
  readonly specifier: string;
  /** Counted from 1. */
  readonly line: number;
  /** Only types are imported, so nothing of it is left when the program runs. */
  readonly typeOnly: boolean;
  /** The names that are taken; `*` for all of them, `default` for the default. */
  readonly names: readonly string[];
}

type Entry = {
  readonly isType: boolean;
  readonly importName: { readonly kind: string; readonly name: string | null };
};

function nameOf({ importName }: Entry): string {
  if (importName.kind === 'Name') return importName.name ?? '*';
  return importName.kind === 'Default' ? 'default' : '*';
}

/** The imports of a TypeScript source, dynamic ones of a literal name too. Throws where it cannot be parsed. */
export function readImports(path: string, source: string): Import[] {
  const { module, errors } = parseSync(path, source);
  const [error] = errors;
  if (error) throw new Error(`${path}: ${error.message}`);

  const lineAt = (offset: number): number => source.slice(0, offset).split('\n').length;
  const describe = (specifier: string, offset: number, entries: readonly Entry[]): Import => ({
    specifier,
    line: lineAt(offset),
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    names: entries.map(nameOf),
  });

  const imports = module.staticImports.map((found) =>
    describe(found.moduleRequest.value, found.start, found.entries),
  );
  for (const found of module.staticExports) {
    const [first] = found.entries;
    if (first?.moduleRequest) imports.push(describe(first.moduleRequest.value, found.start, found.entries));
  }
  for (const found of module.dynamicImports) {
    const text = source.slice(found.moduleRequest.start, found.moduleRequest.end);
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(text)?.[2];
    if (literal !== undefined) {
      imports.push({ specifier: literal, line: lineAt(found.start), typeOnly: false, names: ['*'] });
    }
  }
  return imports;
}
