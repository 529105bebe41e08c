import type { Values } from './values.ts';

/** What the nodes of one graph see: their outputs so far, what the loop around shows, and the scope around that. */
export class Scope {
  /** The outputs of nodes by number; undefined where one has not run, or was skipped. */
  readonly outputs: (Values | undefined)[] = [];
  readonly parent: Scope | undefined;
  /** What nodes inside a loop or batch see of it: index, elements and variables. */
  readonly frame: Values;
  /** The variables of the loop, which live from round to round; they are part of the frame too. */
  readonly variables: Record<string, unknown> | undefined;
  /** The id of the loop or batch around. */
  readonly owner: string | undefined;
  /** Variables that outlast the run. */
  readonly globals: Globals;

  constructor(globals: Globals, inside?: { readonly parent: Scope; readonly owner: string; readonly frame: Values; readonly variables?: Record<string, unknown> }) {
    this.globals = globals;
    this.parent = inside?.parent;
    this.owner = inside?.owner;
    this.frame = inside?.frame ?? {};
    this.variables = inside?.variables;
  }

  /** What the loop or batch around shows under a name. */
  shown(name: string): unknown {
    if (this.variables !== undefined && Object.hasOwn(this.variables, name)) return this.variables[name];
    return Object.hasOwn(this.frame, name) ? this.frame[name] : undefined;
  }

  /** Sets variables of the loop with this id, which is around. */
  assign(owner: string, values: Values): void {
    let scope: Scope | undefined = this.parent === undefined ? undefined : this;
    while (scope !== undefined && scope.owner !== owner) scope = scope.parent;
    if (scope?.variables === undefined) throw new Error(`No loop ${owner} with variables is around.`);
    Object.assign(scope.variables, values);
  }
}

/** The variables of the user, of the workspace and of the system, as a run sees them. */
export interface Globals {
  read(scope: 'user' | 'app' | 'system', name: string): unknown;
  /** Durable when it resolves. */
  write(scope: 'user' | 'app', name: string, value: unknown): Promise<void>;
}
