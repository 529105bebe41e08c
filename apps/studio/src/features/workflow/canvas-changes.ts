/** A canvas as the API gives it. */
export type Canvas = Readonly<Record<string, unknown>>;

/** What differs between two canvases, in the order in which it is told. */
export type CanvasChange =
  | { readonly kind: 'added' | 'removed' | 'changed'; readonly title: string }
  | { readonly kind: 'renamed'; readonly title: string; readonly name: string }
  | { readonly kind: 'moved' | 'linesAdded' | 'linesRemoved'; readonly count: number };

interface Step {
  readonly title: string;
  /** All of it but its title, its place and what lies in it. */
  readonly settings: string;
  readonly place: string;
}

/** Says what was done to one canvas to make another of it. Nodes are the same where their ids are. */
export function canvasChanges(before: Canvas, after: Canvas): readonly CanvasChange[] {
  const [was, is] = [contentsOf(before), contentsOf(after)];
  const changes: CanvasChange[] = [];
  let moved = 0;
  for (const [id, { title, settings, place }] of is.steps) {
    const old = was.steps.get(id);
    if (old === undefined) {
      changes.push({ kind: 'added', title });
      continue;
    }
    if (old.title !== title) changes.push({ kind: 'renamed', title: old.title, name: title });
    if (old.settings !== settings) changes.push({ kind: 'changed', title });
    if (old.place !== place) moved += 1;
  }
  for (const [id, { title }] of was.steps) if (!is.steps.has(id)) changes.push({ kind: 'removed', title });
  const counts = {
    linesAdded: [...is.lines].filter((line) => !was.lines.has(line)).length,
    linesRemoved: [...was.lines].filter((line) => !is.lines.has(line)).length,
    moved,
  } as const;
  for (const kind of ['linesAdded', 'linesRemoved', 'moved'] as const) if (counts[kind] > 0) changes.push({ kind, count: counts[kind] });
  return changes;
}

interface Contents {
  readonly steps: Map<string, Step>;
  readonly lines: Set<string>;
}

function contentsOf(canvas: Canvas): Contents {
  const contents: Contents = { steps: new Map(), lines: new Set() };
  gather(canvas['nodes'], canvas['edges'], contents);
  return contents;
}

/** Takes in nodes and lines, and those inside of loops and batches. */
function gather(nodes: unknown, edges: unknown, contents: Contents): void {
  for (const node of recordsIn(nodes)) {
    const { id, data, meta, blocks, edges: inner, ...rest } = node;
    const { nodeMeta, ...settings } = recordOf(data);
    const title = recordOf(nodeMeta)['title'];
    contents.steps.set(String(id), {
      title: typeof title === 'string' && title !== '' ? title : String(id),
      settings: stableJson({ ...rest, settings }),
      place: stableJson(recordOf(meta)['position']),
    });
    gather(blocks, inner, contents);
  }
  for (const { sourceNodeID, sourcePortID, targetNodeID } of recordsIn(edges)) {
    contents.lines.add([sourceNodeID, sourcePortID ?? '', targetNodeID].map(String).join(' '));
  }
}

function recordsIn(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.map(recordOf) : [];
}

function recordOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? { ...value } : {};
}

/** JSON in which the order of names makes no difference. */
function stableJson(value: unknown): string {
  const sorted = (_key: string, entry: unknown): unknown =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? Object.fromEntries(Object.entries(entry).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : entry;
  return JSON.stringify(value ?? null, sorted);
}
