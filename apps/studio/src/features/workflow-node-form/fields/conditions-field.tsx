import { type Operator, type ValueType } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../../shared/add-button.tsx';
import { Choice } from '../../../shared/choice.tsx';
import controls from '../../../shared/controls.module.css';
import { type BlockInput, emptyInput, emptyLiteral, literalInput, readInput } from '../document/block-input.ts';
import { movedBranches } from '../document/moved-branches.ts';
import { useEditing, useSetting } from '../editing.ts';
import { alone, type Branch, branches, type Condition, logics, operatorNumber, operatorOf, operatorsFor, rightType } from '../settings/selector.ts';
import styles from './fields.module.css';
import { EntryButtons } from './input-list.tsx';
import { ProblemNotes, useIsWrong } from './problem-notes.tsx';
import { useSourceOf } from './use-source-of.ts';
import { ValueField } from './value-field.tsx';

const STRING: ValueType = { kind: 'string' };
const blankCondition: Condition = { operator: operatorNumber('equal'), left: { input: emptyInput(STRING) }, right: { input: literalInput(STRING, '') } };
const blankBranch: Branch = { condition: { logic: logics.all, conditions: [blankCondition] } };

/** The branches of a node, each with its conditions; the first that holds is taken. */
export function ConditionsField() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [list, change] = useSetting(branches);
  const swap = (from: number, to: number): void => {
    const [one, other] = [list[from], list[to]];
    if (one !== undefined && other !== undefined) change(list.with(from, other).with(to, one), movedBranches(list.length, from, to));
  };
  return (
    <>
      {list.map((branch, index) => (
        // Branches have no ids of their own.
        <BranchField
          key={index}
          branch={branch}
          index={index}
          onChange={(changed) => change(list.with(index, changed))}
          onRemove={list.length === 1 ? undefined : () => change(list.toSpliced(index, 1), movedBranches(list.length, index))}
          onUp={index === 0 ? undefined : () => swap(index, index - 1)}
          onDown={index === list.length - 1 ? undefined : () => swap(index, index + 1)}
        />
      ))}
      <p className="quiet">{t('otherwise')}</p>
      {!isReadOnly && <AddButton label={t('addBranch')} onAdd={() => change([...list, blankBranch])} />}
    </>
  );
}

interface BranchFieldProps {
  readonly branch: Branch;
  readonly index: number;
  readonly onChange: (branch: Branch) => void;
  readonly onRemove: (() => void) | undefined;
  readonly onUp: (() => void) | undefined;
  readonly onDown: (() => void) | undefined;
}

function BranchField({ branch, index, onChange, onRemove, onUp, onDown }: BranchFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const { logic = logics.all, conditions = [] } = branch.condition ?? {};
  const name = index === 0 ? t('if') : t('elseIf', { number: index });
  const set = (changes: Branch['condition']): void => onChange({ ...branch, condition: { ...branch.condition, ...changes } });
  return (
    <section className={styles['branch']} aria-label={name}>
      <div className={styles['branchTop']}>
        <strong>{name}</strong>
        {conditions.length > 1 && (
          <Choice
            label={t('logic')}
            value={logic === logics.any ? 'any' : 'all'}
            options={[{ value: 'all', label: t('all') }, { value: 'any', label: t('any') }]}
            isDisabled={isReadOnly}
            onChange={(word) => set({ logic: logics[word] })}
          />
        )}
        {!isReadOnly && onRemove && <EntryButtons name={name} onUp={onUp} onDown={onDown} onRemove={onRemove} />}
      </div>
      {conditions.map((condition, place) => (
        // Conditions have no ids of their own.
        <ConditionField
          key={place}
          condition={condition}
          name={t('condition', { number: place + 1 })}
          field={`inputs.branches.${index}.condition.conditions.${place}`}
          onChange={(changed) => set({ conditions: conditions.with(place, changed) })}
          onRemove={conditions.length === 1 ? undefined : () => set({ conditions: conditions.toSpliced(place, 1) })}
        />
      ))}
      {!isReadOnly && <AddButton label={t('addCondition')} onAdd={() => set({ conditions: [...conditions, blankCondition] })} />}
    </section>
  );
}

interface ConditionFieldProps {
  readonly condition: Condition;
  readonly name: string;
  readonly field: string;
  readonly onChange: (condition: Condition) => void;
  readonly onRemove: (() => void) | undefined;
}

function ConditionField({ condition, name, field, onChange, onRemove }: ConditionFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const sourceOf = useSourceOf();
  const left = condition.left?.input;
  const right = condition.right?.input;
  const read = readInput(left);
  const type = (read.expression === 'output' || read.expression === 'variable' ? sourceOf(read).type : undefined) ?? read.type;
  const isLeftWrong = useIsWrong(`${field}.left`);
  const isRightWrong = useIsWrong(`${field}.right`);
  const operator = operatorOf(condition);
  const listed = operatorsFor(type);
  const choices: readonly Operator[] = operator === undefined || listed.includes(operator) ? listed : [...listed, operator];
  const wanted = rightType(operator, type);
  const choose = (next: Operator): void => {
    const after = rightType(next, type);
    const isOther = right === undefined || (readInput(right).expression !== 'output' && after.kind !== wanted.kind);
    onChange({ ...condition, operator: operatorNumber(next), right: alone.has(next) ? condition.right ?? {} : { ...condition.right, input: isOther ? emptyLiteral(after) : right } });
  };
  return (
    <div className={styles['condition']} role="group" aria-label={name} data-field={field}>
      <div>
        <ValueField label={t('left')} value={left} isReference isInvalid={isLeftWrong} onChange={(input) => onChange(withLeft(condition, input))} />
        <Choice
          label={t('operator')}
          value={operator ?? 'equal'}
          options={choices.map((word) => ({ value: word, label: t(`operators.${word}`) }))}
          isDisabled={isReadOnly}
          onChange={choose}
        />
        {(operator === undefined || !alone.has(operator)) && (
          <ValueField label={t('right')} value={right} type={wanted.kind === 'any' ? STRING : wanted} isInvalid={isRightWrong} onChange={(input) => onChange({ ...condition, right: { ...condition.right, input } })} />
        )}
        <div className={controls['note']}>
          <ProblemNotes field={`${field}.left`} />
          <ProblemNotes field={`${field}.right`} />
          <ProblemNotes field={field} />
        </div>
      </div>
      {!isReadOnly && onRemove && <EntryButtons name={name} onRemove={onRemove} />}
    </div>
  );
}

/** With another left side the right one keeps its value where that can be of the new type. */
function withLeft(condition: Condition, input: BlockInput): Condition {
  const type = readInput(input).type;
  const operator = operatorOf(condition);
  const stays = operator !== undefined && operatorsFor(type).includes(operator);
  const next = stays ? operator : (operatorsFor(type)[0] ?? 'equal');
  const wanted = rightType(next, type);
  const right = condition.right?.input;
  const fits = right !== undefined && (readInput(right).expression !== 'literal' || readInput(right).type.kind === wanted.kind);
  return { ...condition, operator: operatorNumber(next), left: { ...condition.left, input }, right: { ...condition.right, input: fits ? right : emptyLiteral(wanted) } };
}
