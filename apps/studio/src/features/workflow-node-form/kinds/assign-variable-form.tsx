import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import { Choice } from '../../../shared/choice.tsx';
import controls from '../../../shared/controls.module.css';
import { emptyInput, variableInput } from '../document/block-input.ts';
import { useEditing, useSetting } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { EntryButtons } from '../fields/input-list.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { ProblemNotes, useIsWrong } from '../fields/problem-notes.tsx';
import { ValueField } from '../fields/value-field.tsx';
import { type Assignment, assignments, variableOf } from '../settings/variables.ts';

const STRING = { kind: 'string' } as const;
const scopes = ['user', 'app'] as const;
const blank: Assignment = { name: '', left: variableInput(STRING, 'user', ['']), input: emptyInput(STRING) };

/** Sets variables that outlast the run. */
export function AssignVariableForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [list, change] = useSetting(assignments);
  return (
    <>
      <div className={styles['assignments']}>
        <p className="quiet">{t('assignText')}</p>
        {list.map((entry, index) => (
          // They have no ids of their own.
          <AssignmentField
            key={index}
            entry={entry}
            number={index + 1}
            field={`inputs.inputParameters.${index}`}
            onChange={(changed) => change(list.with(index, changed))}
            onRemove={() => change(list.toSpliced(index, 1))}
          />
        ))}
        {!isReadOnly && <AddButton label={t('addAssignment')} onAdd={() => change([...list, blank])} />}
      </div>
      <OutputsShown />
    </>
  );
}

interface AssignmentFieldProps {
  readonly entry: Assignment;
  readonly number: number;
  readonly field: string;
  readonly onChange: (entry: Assignment) => void;
  readonly onRemove: () => void;
}

function AssignmentField({ entry, number, field, onChange, onRemove }: AssignmentFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const { scope = 'user', name = '' } = variableOf(entry) ?? {};
  const title = t('assignment', { number });
  // Coze writes the new value under one name or the other.
  const key = entry.input === undefined && entry.right !== undefined ? 'right' : 'input';
  const set = (owner: 'user' | 'app' | 'system', variable: string): void => onChange({ ...entry, left: variableInput(STRING, owner, [variable]) });
  return (
    <div className={styles['branch']} role="group" aria-label={title}>
      <div className={styles['branchTop']}>
        <strong>{title}</strong>
        {!isReadOnly && <EntryButtons name={title} onRemove={onRemove} />}
      </div>
      <div className={styles['twoParts']}>
        <Choice label={t('whose')} value={scope === 'system' ? 'user' : scope} options={scopes.map((value) => ({ value, label: t(`variableScopes.${value}`) }))} isDisabled={isReadOnly} onChange={(owner) => set(owner, name)} />
        <input className={controls['control']} aria-label={t('variable')} placeholder={t('variable')} value={name} readOnly={isReadOnly} spellCheck={false} onChange={({ target }) => set(scope, target.value)} />
      </div>
      <p className="quiet">{t('becomes')}</p>
      <ValueField label={t('newValue')} value={entry[key]} isInvalid={useIsWrong(field)} onChange={(input) => onChange({ ...entry, [key]: input })} />
      <div className={controls['note']}><ProblemNotes field={field} /></div>
    </div>
  );
}
