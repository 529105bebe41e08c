import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../../shared/controls.module.css';
import { isObject, objectIn } from '../document/objects.ts';
import type { Setting } from '../document/setting.ts';
import { type Variable, variablesOfExample } from '../document/variables.ts';
import { useEditing, useSetting } from '../editing.ts';
import styles from './fields.module.css';
import { type VariableDetails, VariableTree } from './variable-tree.tsx';
import { parsedJson } from '../../../shared/parsed-json.ts';

interface VariablesFieldProps extends VariableDetails {
  readonly setting: Setting<readonly Variable[]>;
  readonly add: string;
  readonly stem: string;
  readonly fixed?: ReadonlySet<string>;
}

/** Variables of a node: one by one, or from an example of what they are. */
export function VariablesField({ setting, fixed, ...tree }: VariablesFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [variables, change] = useSetting(setting);
  const [example, setExample] = useState<string>();
  const read = example === undefined ? undefined : parsedJson(example);
  const isUsable = isObject(read) || (tree.isSingle === true && Array.isArray(read));
  const use = (): void => {
    if (!isUsable) return;
    const [first] = variables;
    if (tree.isSingle && first !== undefined) change([{ ...first, ...variablesOfExample({ [first.name ?? '']: read })[0] }]);
    else change(replaced(variables, variablesOfExample(objectIn(read)), fixed));
    setExample(undefined);
  };
  return (
    <>
      <VariableTree {...tree} variables={variables} field={setting.field} {...(fixed ? { fixed } : {})} onChange={(changed) => change(changed)} />
      {!isReadOnly && example === undefined && (
        <Button type="link" size="small" className={styles['import'] ?? ''} onClick={() => setExample('')}>
          {t('importExample')}
        </Button>
      )}
      {example !== undefined && (
        <div className={styles['example']}>
          <textarea
            className={`${controls['control']} ${controls['code']}`}
            rows={4}
            autoFocus
            aria-label={t('example')}
            placeholder={'{ "name": "…", "age": 3 }'}
            spellCheck={false}
            value={example}
            onChange={({ target }) => setExample(target.value)}
          />
          <p className="quiet">{example.trim() !== '' && !isUsable ? t('faults.object') : t('exampleHint')}</p>
          <Button size="small" type="primary" disabled={!isUsable} onClick={use}>{t('useExample')}</Button>{' '}
          <Button size="small" onClick={() => setExample(undefined)}>{t('cancel')}</Button>
        </div>
      )}
    </>
  );
}

/** Those that cannot be changed, and the new ones in the place of the others. */
function replaced(variables: readonly Variable[], found: readonly Variable[], fixed: ReadonlySet<string> | undefined): readonly Variable[] {
  const kept = variables.filter(({ name = '', readonly = false }) => readonly || fixed?.has(name));
  const fresh = found.filter(({ name }) => !kept.some((other) => other.name === name));
  return [...kept.filter(({ readonly }) => readonly !== true), ...fresh, ...kept.filter(({ readonly }) => readonly === true)];
}
