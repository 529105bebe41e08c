import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import controls from '../../../shared/controls.module.css';
import { type BlockInput, emptyInput, readInput } from '../document/block-input.ts';
import { EditingProvider, useEditing, useSetting } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { EntryButtons } from '../fields/input-list.tsx';
import { ProblemNotes, useIsWrong } from '../fields/problem-notes.tsx';
import { ValueField } from '../fields/value-field.tsx';
import { type Assignment, loopAssignments } from '../settings/variables.ts';

const blank: Assignment = { left: emptyInput({ kind: 'string' }), right: emptyInput({ kind: 'string' }) };

/** Changes variables of the loop around. */
export function SetVariableForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [list, change] = useSetting(loopAssignments);
  return (
    <div className={styles['assignments']}>
      <p className="quiet">{t('setVariableText')}</p>
      {list.map((entry, index) => (
        // They have no ids of their own.
        <AssignmentField
          key={index}
          entry={entry}
          name={t('assignment', { number: index + 1 })}
          field={`inputs.inputParameters.${index}`}
          onChange={(changed) => change(list.with(index, changed))}
          onRemove={() => change(list.toSpliced(index, 1))}
        />
      ))}
      {!isReadOnly && <AddButton label={t('addAssignment')} onAdd={() => change([...list, blank])} />}
    </div>
  );
}

interface AssignmentFieldProps {
  readonly entry: Assignment;
  readonly name: string;
  readonly field: string;
  readonly onChange: (entry: Assignment) => void;
  readonly onRemove: () => void;
}

function AssignmentField({ entry, name, field, onChange, onRemove }: AssignmentFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const editing = useEditing();
  const { left, right } = entry;
  const type = readInput(left).expression === 'missing' ? undefined : readInput(left).type;
  const isLeftWrong = useIsWrong(`${field}.left`);
  const isRightWrong = useIsWrong(`${field}.right`);
  return (
    <div className={styles['branch']} role="group" aria-label={name}>
      <div className={styles['branchTop']}>
        <strong>{name}</strong>
        {!editing.isReadOnly && <EntryButtons name={name} onRemove={onRemove} />}
      </div>
      {/* Only a variable of a loop around can be changed. */}
      <EditingProvider value={{ ...editing, scope: editing.scope.filter(({ relation }) => relation === 'around'), variables: [] }}>
        <ValueField label={t('variable')} value={left} isReference isInvalid={isLeftWrong} onChange={(input) => onChange(withLeft(entry, input))} />
      </EditingProvider>
      <p className="quiet">{t('becomes')}</p>
      <ValueField label={t('newValue')} value={right} type={type} isInvalid={isRightWrong} onChange={(input) => onChange({ ...entry, right: input })} />
      <div className={controls['note']}>
        <ProblemNotes field={`${field}.left`} />
        <ProblemNotes field={`${field}.right`} />
        <ProblemNotes field={field} />
      </div>
    </div>
  );
}

/** With another variable; a value that was not chosen yet is of its type then. */
function withLeft(entry: Assignment, left: BlockInput): Assignment {
  return readInput(entry.right).expression === 'missing' ? { ...entry, left, right: emptyInput(readInput(left).type) } : { ...entry, left };
}
