import { InvalidCanvas, namedResources, parseCanvas, type NamedResource, type ResourceKind, resourceKinds, validateCanvas } from '@buckle/canvas';
import type { WorkflowFile, WorkflowIdMap } from '@buckle/contract';
import type { Named } from '../../shared/use-names.ts';
import type { ReadImport } from './read-import-text.ts';

/** What a workspace has, by kind. */
export type ThingsHere = Readonly<Record<ResourceKind, readonly Named[]>>;

/** An id that what is imported names and does not bring along. */
export interface ForeignId {
  readonly kind: ResourceKind;
  readonly id: string;
  /** What it was called where it comes from; empty where that is not known. */
  readonly name: string;
  /** The titles of the nodes that name it. */
  readonly nodes: readonly string[];
}

/** What is named in what was read and does not come along with it, each thing once. */
export function namedElsewhere(read: ReadImport | undefined): readonly ForeignId[] {
  if (read === undefined) return [];
  if ('canvas' in read) return collected([{ canvas: read.canvas, id_map: {} }], () => undefined, new Set());
  if (!('file' in read)) return [];
  const { file } = read;
  const names = new Map(resourceKinds.flatMap((kind) => (kind === 'workflows' ? [] : (file[kind] ?? []).map(({ id, name }) => [keyOf({ kind, id }), name] as const))));
  return collected(file.workflows, (key) => names.get(key), new Set(file.workflows.map(({ id }) => keyOf({ kind: 'workflows', id }))));
}

function collected(workflows: readonly Pick<WorkflowFile['workflows'][number], 'canvas' | 'id_map'>[], nameOf: (key: string) => string | undefined, brought: ReadonlySet<string>): readonly ForeignId[] {
  const found = new Map<string, ForeignId>();
  for (const { canvas, id_map: idMap } of workflows) {
    for (const { kind, id: writtenId, name, title } of namedIn(canvas)) {
      const id = idMap[kind]?.[writtenId] ?? writtenId;
      const key = keyOf({ kind, id });
      if (brought.has(key)) continue;
      const known = found.get(key);
      found.set(key, { kind, id, name: (nameOf(key) ?? known?.name) || name, nodes: [...new Set([...(known?.nodes ?? []), title])] });
    }
  }
  return [...found.values()].toSorted((one, other) => resourceKinds.indexOf(one.kind) - resourceKinds.indexOf(other.kind));
}

/** What a canvas names: nothing where it is none, which the server refuses with the reason. */
function namedIn(canvas: Record<string, unknown>): readonly NamedResource[] {
  try {
    return namedResources(validateCanvas(parseCanvas(canvas)).graph);
  } catch (error) {
    if (error instanceof InvalidCanvas) return [];
    throw error;
  }
}

/** A foreign id among all of them. */
export function keyOf({ kind, id }: Pick<ForeignId, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Those of them that the workspace does not have. */
export function foreignIds(named: readonly ForeignId[], here: ThingsHere): readonly ForeignId[] {
  return named.filter(({ kind, id }) => !here[kind].some((thing) => thing.id === id));
}

/** What of the workspace stands for a foreign id: what was chosen, else what is called alike; empty for nothing. */
export function standInFor(foreign: ForeignId, here: ThingsHere, chosen: ReadonlyMap<string, string>): string {
  const { kind, name } = foreign;
  return chosen.get(keyOf(foreign)) ?? (name === '' ? undefined : here[kind].find((thing) => thing.name === name)?.id) ?? '';
}

/** The map of ids that says so. */
export function idMapOf(foreign: readonly ForeignId[], standIn: (foreign: ForeignId) => string): WorkflowIdMap {
  return Object.fromEntries(resourceKinds.map((kind) => {
    const ofKind = foreign.filter((each) => each.kind === kind).map((each) => [each.id, standIn(each)] as const);
    return [kind, Object.fromEntries(ofKind.filter(([, id]) => id !== ''))];
  }));
}

/** What became of a foreign id. */
export interface MappedId extends ForeignId {
  /** What stands for it here; absent for nothing. */
  readonly standIn?: Named;
}
