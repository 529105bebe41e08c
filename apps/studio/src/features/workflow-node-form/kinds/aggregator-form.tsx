import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import controls from '../../../shared/controls.module.css';
import { emptyInput, readInput } from '../document/block-input.ts';
import { freeName } from '../document/variables.ts';
import { useEditing, useSetting } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { EntryButtons } from '../fields/input-list.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { ProblemNotes, useIsWrong } from '../fields/problem-notes.tsx';
import { ValueField } from '../fields/value-field.tsx';
import { type MergeGroup, mergeGroups } from '../settings/aggregator.ts';

/** Gives, for each group, the first of its values that is there. */
export function AggregatorForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [groups, change] = useSetting(mergeGroups);
  const names = groups.map(({ name = '' }) => name);
  return (
    <>
      <div className={styles['assignments']}>
        <p className="quiet">{t('aggregatorText')}</p>
        {groups.map((group, index) => (
          // They have no ids of their own.
          <GroupField key={index} group={group} index={index} onChange={(changed) => change(groups.with(index, changed))} onRemove={() => change(groups.toSpliced(index, 1))} />
        ))}
        <div className={controls['note']}><ProblemNotes field="outputs" /></div>
        {!isReadOnly && <AddButton label={t('addGroup')} onAdd={() => change([...groups, { name: freeName(names, `Group${groups.length + 1}`), variables: [] }])} />}
      </div>
      <OutputsShown />
    </>
  );
}

interface GroupFieldProps {
  readonly group: MergeGroup;
  readonly index: number;
  readonly onChange: (group: MergeGroup) => void;
  readonly onRemove: () => void;
}

function GroupField({ group, index, onChange, onRemove }: GroupFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const { name = '', variables = [] } = group;
  const field = `inputs.mergeGroups.${index}`;
  const [first] = variables;
  // All of a group are of the type of its first.
  const type = first === undefined ? undefined : readInput(first).type;
  const isWrong = useIsWrong(field);
  return (
    <div className={styles['branch']} role="group" aria-label={name}>
      <div className={styles['branchTop']}>
        <input className={controls['control']} aria-label={t('name')} value={name} readOnly={isReadOnly} spellCheck={false} onChange={({ target }) => onChange({ ...group, name: target.value })} />
        {!isReadOnly && <EntryButtons name={name} onRemove={onRemove} />}
      </div>
      {variables.map((input, place) => (
        // They have no ids of their own.
        <div key={place} className={styles['line']}>
          <ValueField
            label={t('valueNumber', { number: place + 1 })}
            value={input}
            type={place === 0 ? undefined : type}
            isInvalid={isWrong}
            onChange={(changed) => onChange({ ...group, variables: variables.with(place, changed) })}
          />
          {!isReadOnly && (
            <EntryButtons
              name={t('valueNumber', { number: place + 1 })}
              onUp={place === 0 ? undefined : () => onChange({ ...group, variables: variables.toSpliced(place, 1).toSpliced(place - 1, 0, input) })}
              onDown={place === variables.length - 1 ? undefined : () => onChange({ ...group, variables: variables.toSpliced(place, 1).toSpliced(place + 1, 0, input) })}
              onRemove={() => onChange({ ...group, variables: variables.toSpliced(place, 1) })}
            />
          )}
        </div>
      ))}
      <div className={controls['note']}><ProblemNotes field={field} /></div>
      {!isReadOnly && <AddButton label={t('addValue')} onAdd={() => onChange({ ...group, variables: [...variables, emptyInput(type ?? { kind: 'string' })] })} />}
    </div>
  );
}
