import { nodeKinds } from '@buckle/canvas';
import { workflowKinds as english } from '../../../i18n/en/workflow-kinds.ts';
import { workflowKinds as chinese } from '../../../i18n/zh-CN/workflow-kinds.ts';
import { type ShownKind, shownKinds } from '../../workflow-kinds/index.ts';

/** A kind of node that can be added. */
export interface OfferedKind extends ShownKind {
  readonly type: string;
  /** Its part of Buckle is not there yet. */
  readonly isAwaited: boolean;
}

/** Kinds of one category. */
export interface OfferedGroup {
  readonly category: ShownKind['category'];
  readonly kinds: readonly OfferedKind[];
}

const languages = [english, chinese];

const offered: readonly OfferedKind[] = [...shownKinds]
  .filter(([, { key }]) => key !== 'start' && key !== 'end')
  .map(([type, kind]) => ({ type, ...kind, isAwaited: nodeKinds.get(type)?.waitsFor !== undefined }));

/** The kinds that a search means, by category: names and descriptions in every language are searched, names first. */
export function searchKinds(text: string): readonly OfferedGroup[] {
  const words = text.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const named = offered.filter((kind) => words.every((word) => namesOf(kind).some((name) => name.includes(word))));
  const found = named.length > 0 ? named : offered.filter((kind) => words.every((word) => textsOf(kind).some((name) => name.includes(word))));
  const groups = new Map<ShownKind['category'], OfferedKind[]>();
  for (const kind of found) groups.set(kind.category, [...(groups.get(kind.category) ?? []), kind]);
  return [...groups].map(([category, kinds]) => ({ category, kinds }));
}

function namesOf({ key }: ShownKind): string[] {
  return [key.toLowerCase(), ...languages.map(({ names }) => names[key].toLowerCase())];
}

function textsOf(kind: ShownKind): string[] {
  return [...namesOf(kind), ...languages.flatMap(({ texts, categories }) => [texts[kind.key].toLowerCase(), categories[kind.category].toLowerCase()])];
}
