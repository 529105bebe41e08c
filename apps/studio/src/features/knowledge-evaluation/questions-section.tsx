import type { SavedQuestion } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeleteQuestionMutation, useListQuestionsInfiniteQuery } from '../../api/knowledge-evaluation.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Section } from '../../shared/page.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { AddQuestions } from './add-questions.tsx';
import styles from './evaluation.module.css';

/** The saved questions of a data set. */
export function QuestionsSection({ datasetId }: { readonly datasetId: string }) {
  const { t } = useTranslation('knowledgeEvaluation');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const [isAdding, setIsAdding] = useState(false);
  const list = useListQuestionsInfiniteQuery({ params: { dataset_id: datasetId }, query: { page_size: 20 } }, { refetchOnMountOrArgChange: true });
  const [remove] = useDeleteQuestionMutation();
  const attempt = useAttempt();
  const own = `/w/${workspaceId}/knowledge/${datasetId}`;
  const mayEdit = can('knowledge.edit');
  return (
    <Section title={t('questions')} text={t('questionsText')}>
      {mayEdit && (
        <div className={styles['actions']}>
          <Button onClick={() => setIsAdding(true)}>{t('add')}</Button>
          <Link to={`${own}/search`}>{t('fromSearch')}</Link>
        </div>
      )}
      <PagedTable<SavedQuestion>
        label={t('questions')}
        list={list}
        keyOf={({ id }) => id}
        empty={t('noQuestions')}
        columns={[
          { key: 'question', title: t('question'), isHeading: true, render: ({ question }) => (can('knowledge.search') ? <Link to={`${own}/search?q=${encodeURIComponent(question)}`}>{question}</Link> : question) },
          { key: 'expected', title: t('expected'), render: ({ expected }) => <Expected texts={expected.map(({ text }) => text)} /> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: ({ id, question }) => mayEdit && <ConfirmButton action={common('remove')} object={question} question={t('removeQuestion')} onConfirm={() => attempt(remove({ params: { question_id: id } }).unwrap())} />,
          },
        ]}
      />
      {isAdding && <AddQuestions datasetId={datasetId} onClose={() => setIsAdding(false)} />}
    </Section>
  );
}

/** What the passages say that are to be found. */
export function Expected({ texts }: { readonly texts: readonly string[] }) {
  return (
    <ul className={styles['expected']}>
      {texts.map((text, at) => <li key={at} title={text}>{text}</li>)}
    </ul>
  );
}
