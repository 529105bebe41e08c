import { RightOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import { Check } from '../../../shared/choice.tsx';
import controls from '../../../shared/controls.module.css';
import { childrenOf, newVariable, typeOfVariable, type Variable, withChildren, withType } from '../document/variables.ts';
import { useEditing } from '../editing.ts';
import styles from './fields.module.css';
import { EntryButtons } from './input-list.tsx';
import { LiteralControl } from './literal-control.tsx';
import { ProblemNotes } from './problem-notes.tsx';
import { TypeChoice } from './type-tag.tsx';

/** What can be said of each variable beside its name and type. */
export interface VariableDetails {
  readonly hasDefault?: boolean;
  readonly hasRequired?: boolean;
  /** Whether there is one variable alone, whose name is given. */
  readonly isSingle?: boolean;
}

interface VariableTreeProps extends VariableDetails {
  readonly variables: readonly Variable[];
  readonly field: string;
  readonly add: string;
  readonly stem: string;
  /** Those that are there and cannot be changed. */
  readonly fixed?: ReadonlySet<string>;
  readonly depth?: number;
  readonly onChange: (variables: readonly Variable[]) => void;
}

/** Variables with their types; those of an object have their own below. */
export function VariableTree({ variables, field, add, stem, fixed, depth = 0, onChange, ...details }: VariableTreeProps) {
  const { isReadOnly } = useEditing();
  const swap = (from: number, to: number): void => {
    const [one, other] = [variables[from], variables[to]];
    if (one !== undefined && other !== undefined) onChange(variables.with(from, other).with(to, one));
  };
  return (
    <div className={depth === 0 ? styles['list'] : styles['nested']}>
      {variables.map((variable, index) =>
        variable.readonly === true ? null : (
          // Variables have no ids of their own.
          <Row
            key={index}
            variable={variable}
            field={`${field}.${index}`}
            depth={depth}
            isFixed={isReadOnly || fixed?.has(variable.name ?? '') === true}
            details={details}
            onChange={(changed) => onChange(variables.with(index, changed))}
            onRemove={() => onChange(variables.toSpliced(index, 1))}
            onUp={index === 0 ? undefined : () => swap(index, index - 1)}
            onDown={index === variables.length - 1 ? undefined : () => swap(index, index + 1)}
          />
        ),
      )}
      {depth === 0 && <div className={controls['note']}><ProblemNotes field={field} /></div>}
      {!isReadOnly && !details.isSingle && <AddButton label={add} onAdd={() => onChange([...variables, newVariable(variables, stem)])} />}
    </div>
  );
}

interface RowProps {
  readonly variable: Variable;
  readonly field: string;
  readonly depth: number;
  readonly isFixed: boolean;
  readonly details: VariableDetails;
  readonly onChange: (variable: Variable) => void;
  readonly onRemove: () => void;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

function Row({ variable, field, depth, isFixed, details, onChange, onRemove, onUp, onDown }: RowProps) {
  const { t } = useTranslation('workflowNodeForm');
  const [isOpen, setIsOpen] = useState(false);
  const { name = '', description = '', required = false, defaultValue } = variable;
  const children = childrenOf(variable);
  return (
    <div role="group" aria-label={name} data-field={field}>
      <div className={styles['variableLine']}>
        <button type="button" className={styles['more']} aria-expanded={isOpen} aria-label={t('details', { name })} title={t('details', { name })} onClick={() => setIsOpen(!isOpen)}>
          <RightOutlined />
        </button>
        <input
          className={`${controls['control']} ${styles['variableName']}`}
          aria-label={t('name')}
          value={name}
          readOnly={isFixed || details.isSingle}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => onChange({ ...variable, name: target.value })}
        />
        {required && details.hasRequired && <span className={styles['required']} title={t('required')}>*</span>}
        <span className={styles['variableType']}>
          <TypeChoice label={t('typeOf', { name })} type={typeOfVariable(variable)} isDisabled={isFixed} onChange={(type) => onChange(withType(variable, type))} />
        </span>
        {!isFixed && !details.isSingle && <EntryButtons name={name} onUp={onUp} onDown={onDown} onRemove={onRemove} />}
      </div>
      {isOpen && (
        <div className={styles['details']}>
          <textarea
            className={controls['control']}
            rows={1}
            aria-label={t('description')}
            placeholder={t('descriptionPlaceholder')}
            value={description}
            readOnly={isFixed}
            onChange={({ target }) => onChange(withText(variable, 'description', target.value))}
          />
          {details.hasDefault && depth === 0 && (
            <LiteralControl
              label={t('defaultValue')}
              placeholder={t('defaultValue')}
              type={typeOfVariable(variable)}
              value={defaultValue}
              onChange={(content) => onChange(withText(variable, 'defaultValue', content === null || content === '' ? '' : content))}
            />
          )}
          {details.hasRequired && <Check label={t('required')} isOn={required} isDisabled={isFixed} onChange={(isOn) => onChange({ ...variable, required: isOn })} />}
        </div>
      )}
      <div className={controls['note']}><ProblemNotes field={field} /></div>
      {children !== undefined && (
        <VariableTree
          variables={children}
          field={`${field}.schema`}
          depth={depth + 1}
          add={t('addField')}
          stem="field"
          {...details}
          isSingle={false}
          onChange={(changed) => onChange(withChildren(variable, changed))}
        />
      )}
    </div>
  );
}

/** A variable with a detail, or without it where that is empty. */
function withText(variable: Variable, key: 'description' | 'defaultValue', value: unknown): Variable {
  const { [key]: _gone, ...rest } = variable;
  return value === '' ? rest : { ...rest, [key]: value };
}
