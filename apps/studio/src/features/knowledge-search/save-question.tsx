import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useSaveQuestionsMutation } from '../../api/knowledge-evaluation.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './results.module.css';

interface SaveQuestionProps {
  readonly datasetId: string;
  readonly question: string;
  /** Of the passages that are ticked. */
  readonly passageIds: readonly string[];
  readonly onSaved: () => void;
}

/** Saves the question with the passages that answer it, for evaluations. */
export function SaveQuestion({ datasetId, question, passageIds, onSaved }: SaveQuestionProps) {
  const { t } = useTranslation('knowledgeSearch');
  const { workspaceId } = useWorkspace();
  const { search } = useLocation();
  const [save, { isLoading }] = useSaveQuestionsMutation();
  const attempt = useAttempt();
  const send = async (): Promise<void> => {
    const saving = save({ params: { dataset_id: datasetId }, body: { questions: [{ question, passage_ids: [...passageIds] }] } }).unwrap();
    if (await attempt(saving, t('saved'))) onSaved();
  };
  return (
    <div className={styles['save']}>
      <p className="quiet">
        {t('saveHint')} <Link to={`/w/${workspaceId}/knowledge/${datasetId}/evaluation${search}`}>{t('toEvaluation')}</Link>
      </p>
      {passageIds.length > 0 && <Button type="primary" loading={isLoading} onClick={() => void send()}>{t('save', { count: passageIds.length })}</Button>}
    </div>
  );
}
