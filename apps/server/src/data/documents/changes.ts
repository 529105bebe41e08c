import type { AnyDefinition } from './definition.ts';

/** Changes of a document, whatever its type. */
export interface AnyChanges {
  readonly set?: object;
  readonly unset?: readonly string[];
  readonly increment?: { readonly [field: string]: number | undefined };
}

/** Throws a `TypeError` where changes touch the id or the revision, or a field twice. */
export function checkChanges(definition: AnyDefinition, changes: AnyChanges): void {
  const fields = [
    ...Object.keys(changes.set ?? {}),
    ...(changes.unset ?? []),
    ...Object.keys(changes.increment ?? {}),
  ];
  const wrong = fields.find(
    (field, place) => field === 'id' || field === 'revision' || fields.indexOf(field) !== place,
  );
  if (wrong !== undefined) {
    throw new TypeError(`${definition.name}: an update cannot change ${wrong}, or changes it twice.`);
  }
}

/** The document with the changes made; a field set to `undefined` keeps what it has. */
export function applyChanges<D extends object>(definition: AnyDefinition, document: D, changes: AnyChanges): D {
  const changed = { ...document };
  for (const [field, value] of Object.entries(changes.set ?? {})) {
    if (value !== undefined) Reflect.set(changed, field, value);
  }
  for (const field of changes.unset ?? []) Reflect.deleteProperty(changed, field);
  for (const [field, by] of Object.entries(changes.increment ?? {})) {
    const before: unknown = field in changed ? Reflect.get(changed, field) : 0;
    if (typeof before !== 'number') throw new TypeError(`${definition.name}: ${field} is no number to add to.`);
    Reflect.set(changed, field, before + (by ?? 0));
  }
  return changed;
}
