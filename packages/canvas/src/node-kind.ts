import type { z } from 'zod';
import type { NamedExpression } from './expression.ts';
import type { Field } from './value-type.ts';

/** Under which heading a kind of node stands in the palette. */
export type NodeCategory = 'io' | 'model' | 'logic' | 'data' | 'conversation' | 'tool' | 'people' | 'note';

/** What the document knows of a kind of node; how it runs, the engine knows. */
export interface NodeKind<Config = unknown> {
  /** The number in the document, as text. */
  readonly type: string;
  /** The name in the code, in traces and in the studio's texts. */
  readonly key: string;
  readonly category: NodeCategory;
  /** Reads `data.inputs`; what is wrong there becomes a problem of the node. */
  readonly config: z.ZodType<Config>;
  /** The ports at which it may go on, but for that of an error; one named `default` where it says nothing. */
  ports?(config: Config): readonly string[];
  /** What it gives, where the document does not say so or not wholly. */
  outputs?(config: Config, declared: readonly Field[]): readonly Field[];
  /** The settings without which it cannot do its work and which have no value, as paths in `data.inputs`. */
  missing?(config: Config, inputs: readonly NamedExpression[]): readonly string[];
  /** Whether its inputs may be left without a value: what it calls has a default for them. */
  readonly hasOptionalInputs?: boolean;
  /** Whether nodes lie in it, which run for each element or round. */
  readonly composite?: 'loop' | 'batch';
  /** Only inside a loop. */
  readonly onlyInLoop?: boolean;
  /** Whether each element of a list may be given to it, by a setting of the node. */
  readonly hasBatchMode?: boolean;
  /** Whether it may fail in ways that the document's error settings are for. */
  readonly hasErrorPolicy?: boolean;
  /** It ends what is around it: nothing follows. */
  readonly isLast?: boolean;
  /** It is a note for readers and never runs. */
  readonly isNote?: boolean;
  /** What must be there before it can run at all: these come with other parts of Buckle. */
  readonly waitsFor?: AwaitedPart;
  /** The same for what only some settings need. */
  settingsWaitFor?(config: Config): readonly AwaitedPart[];
  /** What the document asks for by its settings and this Buckle does not do; it runs without. */
  withoutEffect?(config: Config): readonly IdleSetting[];
}

/** A setting of Coze's that changes nothing here. */
export type IdleSetting = 'isPersonalOnly' | 'useNl2sql' | 'imageExtraction' | 'imageOcr';

/** Those that are set. */
export function idleSettings(set: Readonly<Partial<Record<IdleSetting, boolean>>>): readonly IdleSetting[] {
  // Its keys are of that type.
  return (Object.keys(set) as IdleSetting[]).filter((setting) => set[setting]);
}

/** A part of Buckle that is not there yet. */
export type AwaitedPart = 'plugins' | 'databases';

/** Gives a kind the type of its configuration. */
export function nodeKind<Config>(kind: NodeKind<Config>): NodeKind<Config> {
  return kind;
}

/** The port of a node that has but one. */
export const DEFAULT_PORT = 'default';

/** The ports of a node that chooses between so many branches. */
export function branchPorts(count: number): readonly string[] {
  return [...Array.from({ length: count }, (_, index) => `branch_${index}`), DEFAULT_PORT];
}
