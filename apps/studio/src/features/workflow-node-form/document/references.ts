import { type Field, isConvertible, type ScopeSource, type ValueType } from '@buckle/canvas';
import { typeWord } from '../../workflow/index.ts';
import { type BlockInput, outputInput, variableInput } from './block-input.ts';

/** Something that a value can refer to. */
export interface ReferenceOption extends FieldPath {
  readonly key: string;
  /** Where it comes from: the title of a node. */
  readonly source: string;
  /** Whether it can stand where it is wanted. */
  readonly isFitting: boolean;
  /** What names it in a text that is filled straight from where values come. */
  readonly slot: string;
  /** The reference, of its own type or of the one that is wanted. */
  toInput(): BlockInput;
}

/** What one node gives, or one kind of variables. */
export interface ReferenceGroup {
  readonly key: string;
  readonly title: string;
  readonly options: readonly ReferenceOption[];
}

/** How deep the fields of outputs are listed. */
const MAX_DEPTH = 5;

/** Everything that a value of a node may refer to, grouped by where it comes from. */
export function referenceGroups(scope: readonly ScopeSource[], wanted: ValueType | undefined): readonly ReferenceGroup[] {
  return scope.map(({ node, fields, relation }) => ({
    key: `${relation} ${node.id}`,
    title: node.title,
    options: pathsIn(fields).map(({ path, depth, type: given }) => {
      const type = seenType(given, relation);
      return {
        key: `${relation} ${node.id} ${path}`,
        source: node.title,
        path,
        depth,
        type,
        isFitting: wanted === undefined || isConvertible(type, wanted),
        slot: `block_output_${node.id}.${path}`,
        toInput: () => outputInput(wanted ?? type, node.id, path),
      };
    }),
  }));
}

/** A value inside of some fields. */
export interface FieldPath {
  /** As people write it: `a.b`. */
  readonly path: string;
  readonly depth: number;
  readonly type: ValueType;
}

/** Every value in some fields, those inside of objects below their object. */
export function pathsIn(fields: readonly Field[], before = '', depth = 0): readonly FieldPath[] {
  return fields.flatMap(({ name, type }) => {
    const path = before === '' ? name : `${before}.${name}`;
    return [{ path, depth, type }, ...(depth < MAX_DEPTH ? pathsIn(fieldsIn(type), path, depth + 1) : [])];
  });
}

/** Through a list a path goes on in its first element. */
function fieldsIn(type: ValueType): readonly Field[] {
  if (type.kind === 'object') return type.fields;
  return type.kind === 'list' ? fieldsIn(type.item) : [];
}

/** What a value is where it is referred to: what a loop gathers from inside becomes a list of it. */
export function seenType(type: ValueType, relation: ScopeSource['relation']): ValueType {
  return relation === 'inside' ? { kind: 'list', item: type } : type;
}

/** Whose variables are meant. */
export const variableScopes = ['user', 'app', 'system'] as const;

export type VariableScopeName = (typeof variableScopes)[number];

/** The variables that the system gives. */
export const systemVariables = ['sys_uuid', 'sys_run_id'] as const;

/** A variable as something to refer to; `source` says whose it is. */
export function variableOption(scope: VariableScopeName, name: string, source: string, wanted: ValueType | undefined): ReferenceOption {
  const type: ValueType = wanted ?? { kind: 'string' };
  return {
    key: `${scope} ${name}`,
    source,
    path: name,
    depth: 0,
    type,
    isFitting: true,
    slot: `global_variable_${scope}["${name}"]`,
    toInput: () => variableInput(type, scope, [name]),
  };
}

/** The groups with only what a search finds: by the name of a value, its type or its source. */
export function foundIn(groups: readonly ReferenceGroup[], search: string): readonly ReferenceGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const matches = ({ source, path, type }: ReferenceOption): boolean => {
    const text = `${source} ${path} ${typeWord(type) ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
  return groups.map((group) => ({ ...group, options: group.options.filter(matches) })).filter(({ options }) => options.length > 0);
}
