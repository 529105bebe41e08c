import { type CanvasNode, ERROR_PORT, nodeKinds } from '@buckle/canvas';
import type { TFunction } from 'i18next';
import { exitsOf } from '../document/ports.ts';

const BRANCH = /^branch_(\d+)$/;

/** What stands beside an exit of a node: which branch it is; empty where it is the only one. */
export function exitLabel(node: CanvasNode, exit: string, t: TFunction<'workflowEditor'>): string {
  if (exit === ERROR_PORT) return t('exits.error');
  if (exitsOf(node).length < 2) return '';
  if (exit === 'approved' || exit === 'rejected' || exit === 'timeout') return t(`exits.${exit}`);
  const key = nodeKinds.get(node.type)?.key;
  const index = BRANCH.exec(exit)?.[1];
  if (index === undefined) return otherwise(key, t);
  const number = Number(index) + 1;
  if (key === 'selector') return number === 1 ? t('exits.if') : t('exits.elseIf', { number: number - 1 });
  return nameOfBranch(node, Number(index)) || (key === 'question' && node.data?.inputs?.['option_type'] === 'dynamic' ? t('exits.anyOption') : t('exits.branch', { number }));
}

function otherwise(key: string | undefined, t: TFunction<'workflowEditor'>): string {
  if (key === 'selector') return t('exits.else');
  return key === 'intent' || key === 'question' ? t('exits.other') : t('exits.next');
}

function nameOfBranch({ data }: CanvasNode, index: number): string {
  for (const list of [data?.inputs?.['intents'], data?.inputs?.['options']]) {
    const entry: unknown = Array.isArray(list) ? list[index] : undefined;
    if (entry !== null && typeof entry === 'object' && 'name' in entry && typeof entry.name === 'string' && entry.name !== '') return entry.name;
  }
  return '';
}
