import { useTranslation } from 'react-i18next';
import { AddButton } from '../../shared/add-button.tsx';
import controls from '../../shared/controls.module.css';
import { Group } from '../../shared/group.tsx';
import { useEditing } from './editing.ts';
import { ProblemText, TextField } from './field.tsx';
import styles from './fields.module.css';
import { RemoveButton } from './group.tsx';

/** What the bot says first, and the questions that it offers. */
export function OpeningGroup() {
  const { t } = useTranslation('botEditor');
  const { edited, change, isReadOnly } = useEditing();
  const { questions } = edited;
  return (
    <Group title={t('opening')} note={questions.length} isOpen>
      <TextField rows={2} label={t('prologue')} placeholder={t('prologuePlaceholder')} path="prologue" value={edited.prologue} onChange={(prologue) => change({ prologue })} />
      <p>{t('questions')}</p>
      {questions.map((question, index) => {
        const label = t('question', { number: index + 1 });
        return (
          // Questions have no ids of their own, and are not reordered.
          <div key={index} className={styles['line']}>
            <div>
              <input className={controls['control']} aria-label={label} value={question} disabled={isReadOnly} onChange={({ target }) => change({ questions: questions.with(index, target.value) })} />
              <ProblemText path={`questions.${index}`} />
            </div>
            {!isReadOnly && <RemoveButton name={label} onRemove={() => change({ questions: questions.toSpliced(index, 1) })} />}
          </div>
        );
      })}
      <ProblemText path="questions" />
      {!isReadOnly && questions.length < 10 && <AddButton label={t('addQuestion')} onAdd={() => change({ questions: [...questions, ''] })} />}
    </Group>
  );
}
