import { useTranslation } from 'react-i18next';
import { Check } from '../../shared/choice.tsx';
import { Group } from '../../shared/group.tsx';
import { blank, type EditedVariable } from './edited-bot.ts';
import { useEditing } from './editing.ts';
import { TextField } from './field.tsx';
import styles from './fields.module.css';
import { Entries } from './group.tsx';

/** Values that the bot keeps for each of its users. */
export function VariablesGroup() {
  const { t } = useTranslation('botEditor');
  const { edited, change, isReadOnly } = useEditing();
  return (
    <Group title={t('variables')} text={t('variablesText', { example: '{{city}}' })} note={edited.variables.length}>
      <Entries<EditedVariable>
        entries={edited.variables}
        path="variables"
        add={t('addVariable')}
        blank={blank.variable}
        nameOf={({ keyword }, index) => keyword || `${t('variables')} ${index + 1}`}
        onChange={(variables) => change({ variables })}
      >
        {(variable, set, index) => (
          <>
            <div className={styles['row']}>
              <TextField label={t('keyword')} path={`variables.${index}.keyword`} value={variable.keyword} onChange={(keyword) => set({ keyword })} />
              <TextField label={t('defaultValue')} path={`variables.${index}.value`} value={variable.default_value} onChange={(value) => set({ default_value: value })} />
            </div>
            <TextField label={t('variableDescription')} path={`variables.${index}.description`} value={variable.description} onChange={(description) => set({ description })} />
            <Check label={t('promptEnabled')} isOn={variable.prompt_enable} isDisabled={isReadOnly} onChange={(isOn) => set({ prompt_enable: isOn })} />
            <Check label={t('enabled')} isOn={variable.enable} isDisabled={isReadOnly} onChange={(enable) => set({ enable })} />
          </>
        )}
      </Entries>
    </Group>
  );
}
