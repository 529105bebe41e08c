import type { VariableOwner, VariableStore } from '#application/variables/index.ts';
import type { FlowOwner } from '#kernel/flow-owner.ts';
import type { Plan } from '../engine/plan.ts';
import type { Globals } from '../engine/scope.ts';
import { parsedJson, textOf } from '../engine/values.ts';

const LONGEST_NAME = 200;

/** The variables that outlast a run: its user's, which are those of the bot where it runs for one, and the workspace's. */
export class RunVariables {
  readonly #store: Pick<VariableStore, 'set'>;
  readonly #owners: Readonly<Record<'user' | 'app', VariableOwner>>;
  readonly #values: Readonly<Record<'user' | 'app', Map<string, unknown>>> = { user: new Map(), app: new Map() };

  private constructor(store: Pick<VariableStore, 'set'>, owners: Readonly<Record<'user' | 'app', VariableOwner>>) {
    this.#store = store;
    this.#owners = owners;
  }

  /** Reads the variables, where one of the plans uses some. */
  static async load(store: Pick<VariableStore, 'set' | 'list'>, { workspaceId, botId, userId }: FlowOwner, plans: Iterable<Plan>): Promise<RunVariables> {
    const owners = { user: { workspaceId, botId: botId || workspaceId, userId }, app: workspaceVariables(workspaceId) };
    const variables = new RunVariables(store, owners);
    if (![...plans].some(({ usesVariables }) => usesVariables)) return variables;
    for (const scope of ['user', 'app'] as const) {
      for (const { keyword, value } of await store.list(owners[scope])) variables.#values[scope].set(keyword, readable(value));
    }
    return variables;
  }

  /** The variables as a run sees them, with those of the system. */
  with(system: (name: string) => unknown): Globals {
    return {
      read: (scope, name) => (scope === 'system' ? system(name) : this.#values[scope].get(name)),
      write: async (scope, name, value) => {
        const text = textOf(value);
        await this.#store.set(this.#owners[scope], name.slice(0, LONGEST_NAME), text);
        this.#values[scope].set(name, readable(text));
      },
    };
  }
}

/** Under what the variables of a workspace stand, which belong to no user. */
export function workspaceVariables(workspaceId: string): VariableOwner {
  return { workspaceId, botId: workspaceId, userId: '' };
}

/** Values are kept as texts; objects and lists can be read into. */
function readable(text: string): unknown {
  return /^\s*[{[]/.test(text) ? (parsedJson(text) ?? text) : text;
}
