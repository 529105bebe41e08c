import { isRunnable, type Problem } from '@buckle/canvas';
import { BadRequest, NotFound } from '#kernel/errors.ts';
import type { WorkflowsContext } from './context.ts';
import { compilePlan, type NodeRegistry } from './engine/compile.ts';
import { planKey } from './engine/node-runner.ts';
import type { Plan } from './engine/plan.ts';
import { withIdsOfHere } from './ids-of-here.ts';
import { usedWorkflows, type UsedWorkflow } from './problems.ts';
import { NotPublished } from './runs/errors.ts';
import { readSource } from './source.ts';
import { type WorkflowSource, workflowVersionId } from './workflow-documents.ts';

/** How deep workflows may call each other. */
const MAX_DEPTH = 10;
/** How many compiled versions are kept. */
const CACHED = 500;

/**
 * What a run runs, fixed when it began: versions by their ids, drafts as they stood. The key of each
 * is what calls it names.
 */
export type Pins = Readonly<Record<string, PinnedSource>>;

/** A version, which never changes, or a draft. */
export type PinnedSource = { readonly versionId: string } | { readonly draft: WorkflowSource };

/** The key under which a run's own workflow is pinned. */
export const ROOT = 'root';

interface Compiled {
  readonly plan: Plan;
  readonly calls: readonly Pick<UsedWorkflow, 'workflowId' | 'version' | 'isTool'>[];
}

/** Compiles workflows, each version once. */
export class Plans {
  readonly #context: Pick<WorkflowsContext, 'workflows' | 'versions'>;
  readonly #registry: NodeRegistry;
  readonly #versions = new Map<string, Compiled>();
  /** A draft is pinned, started and run from the same object. */
  readonly #drafts = new WeakMap<WorkflowSource, Compiled>();

  constructor(context: Pick<WorkflowsContext, 'workflows' | 'versions'>, registry: NodeRegistry) {
    this.#context = context;
    this.#registry = registry;
  }

  /** Fixes a workflow with all that it calls; `rootId` is its id, where it is to call itself by no version. Throws `BadRequest` where it cannot run, and `NotFound` for a workflow that is not in the workspace. */
  async pin(workspaceId: string, root: PinnedSource, rootId?: string): Promise<Pins> {
    const pins: Record<string, PinnedSource> = { [ROOT]: root };
    /** How deep what lies below each workflow goes; each is looked at once. */
    const depths = new Map<string, number>();
    const depthOf = async (source: PinnedSource, above: ReadonlySet<string>): Promise<number> => {
      let depth = 0;
      for (const { workflowId, version, isTool } of (await this.#compiled(source)).calls) {
        const key = planKey(workflowId, version);
        if (above.has(key) || workflowId === rootId) throw new BadRequest(`The workflow ${workflowId} calls itself, directly or through others: use a loop to repeat.`);
        pins[key] ??= await this.#called(workspaceId, workflowId, version, isTool);
        const below = depths.get(key) ?? (await depthOf(pins[key], new Set([...above, key])));
        depths.set(key, below);
        depth = Math.max(depth, below + 1);
        if (above.size + depth > MAX_DEPTH) throw new BadRequest(`Workflows call each other more than ${MAX_DEPTH} deep.`);
      }
      return depth;
    };
    await depthOf(root, new Set());
    return pins;
  }

  /** The plans of what was pinned, by their keys. */
  async of(pins: Pins): Promise<ReadonlyMap<string, Plan>> {
    const plans = Object.entries(pins).map(async ([key, source]) => [key, (await this.#compiled(source)).plan] as const);
    return new Map(await Promise.all(plans));
  }

  async #called(workspaceId: string, workflowId: string, version: string, isTool: boolean): Promise<PinnedSource> {
    const workflow = await this.#context.workflows.get(workflowId);
    if (workflow?.workspaceId !== workspaceId) throw new NotFound('workflow', workflowId);
    if (isTool && workflow.onlineVersion === undefined) throw new NotPublished(workflowId);
    if (version !== '') {
      // A version of elsewhere may have another number here: then what is online is meant.
      const found = await this.#context.versions.closed.get(workflowVersionId(workflowId, version));
      if (found) return { versionId: found.id };
    }
    return workflow.onlineVersion === undefined ? { draft: workflow.source } : { versionId: workflowVersionId(workflowId, workflow.onlineVersion) };
  }

  async #compiled(source: PinnedSource): Promise<Compiled> {
    if ('draft' in source) {
      const known = this.#drafts.get(source.draft) ?? this.#compile(source.draft);
      this.#drafts.set(source.draft, known);
      return known;
    }
    const cached = this.#versions.get(source.versionId);
    if (cached) return cached;
    const version = await this.#context.versions.get(source.versionId);
    if (!version) throw new NotFound('version', source.versionId);
    const { name, description } = version;
    const compiled = this.#compile(version.source, { name: name ?? '', description: description ?? '' });
    const [oldest] = this.#versions.keys();
    if (this.#versions.size >= CACHED && oldest !== undefined) this.#versions.delete(oldest);
    this.#versions.set(source.versionId, compiled);
    return compiled;
  }

  #compile(source: WorkflowSource, about?: Plan['about']): Compiled {
    const { graph, problems } = readSource(source);
    if (!isRunnable(problems)) throw notRunnable(problems);
    const mapped = withIdsOfHere(graph, source);
    return { plan: compilePlan(mapped, this.#registry, about), calls: usedWorkflows(graph, source) };
  }
}

function notRunnable(problems: readonly Problem[]): BadRequest {
  const [first, ...more] = problems.filter(({ severity }) => severity === 'error');
  return new BadRequest(`The workflow cannot run: ${first?.message ?? ''}${more.length > 0 ? ` (and ${more.length} more)` : ''}`);
}
