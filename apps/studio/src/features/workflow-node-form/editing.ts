import type { CanvasNode, GraphNode, Problem, ScopeSource, VariableScope } from '@buckle/canvas';
import type { WorkflowIdMap } from '@buckle/contract';
import { createContext, use } from 'react';
import type { Claims } from './claims.ts';
import type { NodeData, Setting } from './document/setting.ts';

/** How the exits of a node are called after a change: by their names before; undefined where one is gone. */
export type PortChanges = ReadonlyMap<string, string | undefined>;

/** A variable that outlasts runs, or that the system gives. */
export interface NamedVariable {
  readonly scope: VariableScope;
  readonly name: string;
}

/** What the fields of a form work on. */
export interface Editing {
  readonly node: CanvasNode;
  readonly data: NodeData;
  /** The node as it was understood; absent for a note and where it could not be. */
  readonly graphNode: GraphNode | undefined;
  /** What values of the node may refer to. */
  readonly scope: readonly ScopeSource[];
  /** What a loop or batch sees of itself and of what lies in it; nothing for other nodes. */
  readonly inside: readonly ScopeSource[];
  /** The variables that the canvas names anywhere. */
  readonly variables: readonly NamedVariable[];
  /** What is wrong with this node. */
  readonly problems: readonly Problem[];
  /** Which problems are shown where. */
  readonly claims: Claims;
  readonly workspaceId: string;
  /** What stands here for ids that the canvas brought from elsewhere. */
  readonly idMap: WorkflowIdMap;
  readonly isReadOnly: boolean;
  /** Changes the node's data, as they are when it is called. */
  readonly change: (next: (data: NodeData) => NodeData, ports?: PortChanges) => void;
}

const EditingContext = createContext<Editing | undefined>(undefined);

export const EditingProvider = EditingContext.Provider;

/** The node that is being edited. Only inside of a form. */
export function useEditing(): Editing {
  const editing = use(EditingContext);
  if (editing === undefined) throw new Error('There is no form around.');
  return editing;
}

/** Gives the id by which something that the node names is known here. */
export function useIdHere(kind: keyof WorkflowIdMap): (writtenId: string) => string {
  const { idMap } = useEditing();
  return (writtenId) => idMap[kind]?.[writtenId] ?? writtenId;
}

/** A setting of the node, and what changes it. */
export function useSetting<Value>(setting: Setting<Value>): readonly [Value, (value: Value, ports?: PortChanges) => void] {
  const { data, change } = useEditing();
  return [setting.read(data), (value, ports) => change((current) => setting.write(current, value), ports)];
}
