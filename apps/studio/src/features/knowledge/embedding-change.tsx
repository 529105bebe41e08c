import type { Dataset } from '@buckle/contract';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCancelEmbeddingMutation, useUpdateDatasetMutation } from '../../api/knowledge.ts';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { formatNumber } from '../../shared/amounts.ts';
import { itemsOf } from '../../shared/paged-table.tsx';
import { reasonText } from '../../shared/reason-text.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './embedding-change.module.css';

/** Tells that a data set is getting another embedding model, or why it did not get it; nothing else. */
export function EmbeddingChange({ dataset }: { readonly dataset: Dataset }) {
  const { embedding_change: change, embedding_failure: failure } = dataset;
  if (failure !== undefined) return <Failed dataset={dataset} failure={failure} />;
  return change && <Underway dataset={dataset} change={change} />;
}

/** Why it came to nothing, until somebody has read that or tries again. */
function Failed({ dataset: { id, embedding_model_id: modelId, embedding_failure_code: code }, failure }: { readonly dataset: Dataset; readonly failure: string }) {
  const { t } = useTranslation('knowledge');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const [update] = useUpdateDatasetMutation();
  const attempt = useAttempt();
  const dismiss = () => void attempt(update({ params: { dataset_id: id }, body: { embedding_model_id: modelId } }).unwrap());
  return (
    <Alert
      className={styles['notice'] ?? ''}
      type="error"
      role="alert"
      showIcon
      title={t('embeddingFailed')}
      description={reasonText(failure, code, t)}
      action={can('knowledge.edit') && <Button size="small" onClick={dismiss}>{common('close')}</Button>}
    />
  );
}

interface UnderwayProps {
  readonly dataset: Dataset;
  readonly change: NonNullable<Dataset['embedding_change']>;
}

function Underway({ dataset, change: { model_id: modelId, work_id: workId, documents, reason } }: UnderwayProps) {
  const { t, i18n } = useTranslation('knowledge');
  const { t: common } = useTranslation();
  const { workspaceId, can } = useWorkspace();
  const [cancel] = useCancelEmbeddingMutation();
  const attempt = useAttempt();
  const models = useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, type: 'embedding', page_size: 100 } }, { skip: modelId === '' });
  const name = modelId === '' ? t('embeddingNone') : (itemsOf(models).find(({ id }) => id === modelId)?.name ?? modelId);
  const mayCancel = can('knowledge.edit') && can('work.manage');
  return (
    <Alert
      className={styles['notice'] ?? ''}
      type={reason === undefined ? 'info' : 'warning'}
      role="status"
      showIcon
      title={t('embeddingChanging', { name })}
      description={
        <>
          <progress className={styles['bar']} max={Math.max(1, dataset.documents)} value={documents} aria-label={t('embeddingProgress')} />
          {t('embeddingDone', { done: formatNumber(documents, i18n.language), documents: formatNumber(dataset.documents, i18n.language) })}
          {reason !== undefined && <p className={styles['trouble']}>{t('embeddingTriedAgain', { reason })}</p>}
        </>
      }
      action={mayCancel && <Button size="small" onClick={() => void attempt(cancel({ params: { work_id: workId } }).unwrap(), t('embeddingCanceled'))}>{common('cancel')}</Button>}
    />
  );
}
