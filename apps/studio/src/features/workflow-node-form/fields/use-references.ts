import type { ValueType } from '@buckle/canvas';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type ReferenceGroup, referenceGroups, systemVariables, variableOption, type VariableScopeName, variableScopes } from '../document/references.ts';
import { useEditing } from '../editing.ts';

/** What a value of the node may refer to. */
export interface References {
  /** Outputs of nodes, and the variables that are known. */
  readonly known: readonly ReferenceGroup[];
  /** The variables that a search would name; undefined where it names none. */
  readonly named: ReferenceGroup | undefined;
}

/** What a value of the node may refer to, variables included; these have no list, so any name may be one. */
export function useReferences(wanted: ValueType | undefined, search: string): References {
  const { t } = useTranslation('workflowNodeForm');
  const { scope, variables } = useEditing();
  return useMemo(() => {
    const option = (kind: VariableScopeName, name: string) => variableOption(kind, name, t(`variableScopes.${kind}`), wanted);
    const groups = variableScopes.map((kind) => {
      const names = new Set([...(kind === 'system' ? systemVariables : []), ...variables.filter((variable) => variable.scope === kind).map(({ name }) => name)]);
      return { key: kind, title: t(`variableScopes.${kind}`), options: [...names].map((name) => option(kind, name)) };
    });
    const name = search.trim();
    const isName = /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name);
    return {
      known: [...referenceGroups(scope, wanted), ...groups],
      named: isName ? { key: 'named', title: t('variableNamed', { name }), options: (['user', 'app'] as const).map((kind) => ({ ...option(kind, name), key: `named ${kind}`, path: t(`variableScopes.${kind}`) })) } : undefined,
    };
  }, [scope, variables, wanted, search, t]);
}
