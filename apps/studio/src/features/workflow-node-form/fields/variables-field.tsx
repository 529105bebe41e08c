import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../../shared/controls.module.css';
import { isObject, jsonIn } from '../document/objects.ts';
import type { Setting } from '../document/setting.ts';
import { type Variable, variablesOfExample } from '../document/variables.ts';
import { useEditing, useSetting } from '../editing.ts';
import styles from './fields.module.css';
import { type VariableDetails, VariableTree } from './variable-tree.tsx';

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
  const read = example === undefined ? undefined : jsonIn(example);
  const use = (): void => {
    if (!isObject(read)) return;
    const kept = variables.filter(({ name = '', readonly = false }) => readonly || fixed?.has(name));
    const found = variablesOfExample(read).filter(({ name = '' }) => !kept.some((other) => other.name === name));
    change([...kept.filter(({ readonly }) => readonly !== true), ...found, ...kept.filter(({ readonly }) => readonly === true)]);
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
          <p className="quiet">{example.trim() !== '' && !isObject(read) ? t('faults.object') : t('exampleHint')}</p>
          <Button size="small" type="primary" disabled={!isObject(read)} onClick={use}>{t('useExample')}</Button>{' '}
          <Button size="small" onClick={() => setExample(undefined)}>{t('cancel')}</Button>
        </div>
      )}
    </>
  );
}
