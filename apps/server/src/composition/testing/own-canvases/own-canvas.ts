import { line } from '@buckle/canvas/testing';
import type { Script } from '#services/models/testing/scripted-model.ts';

/** A document of our own, how it is run and what comes of that. */
export interface OwnCanvas {
  readonly nodes: readonly unknown[];
  readonly edges: readonly unknown[];
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Workflows that it calls, by the ids that it has for them. */
  readonly calls?: Readonly<Record<string, OwnCanvas>>;
  readonly replies?: Script;
  /** What it is answered, one after the other. */
  readonly answers?: readonly string[];
  /** What nodes other than the last say, by their titles. */
  readonly said?: Readonly<Record<string, string>>;
  /** What comes out; absent where it fails. */
  readonly output?: unknown;
  /** A part of what it says where it fails. */
  readonly error?: string;
}

/** What is there when the documents run. */
export interface Surroundings {
  /** The address of a server that answers with what it was asked, as JSON; see `misbehave`. */
  readonly echo: string;
  readonly botId: string;
  readonly userId: string;
  /** A data set that says when the museum opens. */
  readonly datasetId: string;
}

/** A document whose nodes follow each other as they are given. */
export function straight(nodes: readonly unknown[], more: Omit<OwnCanvas, 'nodes' | 'edges'>): OwnCanvas {
  // Every node that is built has an id.
  const ids = nodes.map((entry) => (entry as { id: string }).id);
  return { nodes, edges: ids.slice(1).map((id, index) => line(ids[index] ?? '', id)), ...more };
}
