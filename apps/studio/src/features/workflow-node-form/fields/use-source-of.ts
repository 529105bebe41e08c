import { type Expression, typeAt, type ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { seenType } from '../document/references.ts';
import { useEditing } from '../editing.ts';

/** Where a reference leads. */
export interface ReferenceSource {
  /** The title of the node, or whose variable it is. */
  readonly title: string;
  /** What is there; undefined where nothing is. */
  readonly type: ValueType | undefined;
}

/** Finds where references of the node lead. */
export function useSourceOf(): (read: Extract<Expression, { expression: 'output' | 'variable' }>) => ReferenceSource {
  const { t } = useTranslation('workflowNodeForm');
  const { scope } = useEditing();
  return (read) => {
    if (read.expression === 'variable') return { title: t(`variableScopes.${read.scope}`), type: read.type };
    const sources = scope.filter(({ node }) => node.id === read.node);
    const found = sources.flatMap(({ fields, relation }) => {
      const type = typeAt({ kind: 'object', fields }, read.path);
      return type === undefined ? [] : [seenType(type, relation)];
    });
    return { title: sources[0]?.node.title ?? t('unknownNode', { id: read.node }), type: found[0] };
  };
}
