import { useTranslation } from 'react-i18next';
import controls from '../../../shared/controls.module.css';
import { Group } from '../../../shared/group.tsx';
import { exampleOf } from '../document/example.ts';
import { isObject } from '../document/objects.ts';
import { useEditing, useSetting } from '../editing.ts';
import { errorModes, errorSettings } from '../settings/error-policy.ts';
import styles from './fields.module.css';
import { Labelled } from './labelled.tsx';
import { ModelField } from './model-field.tsx';
import { ChoiceField, NumberField } from './plain-fields.tsx';
import { parsedJson } from '../../../shared/parsed-json.ts';

interface ErrorPolicySectionProps {
  /** Whether another model may be asked by the attempts after the first. */
  readonly hasBackup?: boolean;
  /** Whether the node says elsewhere how often and how long it tries. */
  readonly hasOwnAttempts?: boolean;
}

/** What happens when the node fails. */
export function ErrorPolicySection({ hasBackup = false, hasOwnAttempts = false }: ErrorPolicySectionProps) {
  const { t } = useTranslation('workflowNodeForm');
  const [mode] = useSetting(errorSettings.mode);
  const [retries] = useSetting(errorSettings.retries);
  return (
    <Group title={t('errors')} note={t(`errorModes.${mode}`)}>
      <ChoiceField setting={errorSettings.mode} label={t('onError')} isLabelHidden hint={t(`errorHints.${mode}`)} options={errorModes.map((value) => ({ value, label: t(`errorModes.${value}`) }))} />
      {mode !== 'throw' && <Defaults />}
      {!hasOwnAttempts && (
        <div className={styles['row']}>
          <NumberField setting={errorSettings.retries} label={t('retries')} max={10} placeholder="0" />
          <NumberField setting={errorSettings.attemptTimeout} label={t('attemptTimeout')} unit={1000} isZeroNone placeholder={t('unlimited')} />
          <NumberField setting={errorSettings.timeout} label={t('timeout')} unit={1000} isZeroNone placeholder={t('unlimited')} />
        </div>
      )}
      {hasBackup && (retries ?? 0) > 0 && <ModelField setting={errorSettings.backup} label={t('backupModel')} none={t('noBackup')} />}
    </Group>
  );
}

/** What the node gives where it failed. */
function Defaults() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly, graphNode } = useEditing();
  const [text, change] = useSetting(errorSettings.defaults);
  const isWrong = text.trim() !== '' && !isObject(parsedJson(text));
  const outputs = (graphNode?.outputs ?? []).filter(({ name }) => name !== 'errorBody' && name !== 'isSuccess');
  return (
    <Labelled label={t('defaults')} field={errorSettings.defaults.field} fault={isWrong ? t('faults.object') : undefined}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={3}
          className={`${controls['control']} ${controls['code']}`}
          spellCheck={false}
          value={text}
          placeholder={JSON.stringify(exampleOf(outputs), null, 2)}
          readOnly={isReadOnly}
          onChange={({ target }) => change(target.value)}
        />
      )}
    </Labelled>
  );
}
