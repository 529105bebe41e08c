import type { SearchMode } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import controls from '../../shared/controls.module.css';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useDatasets } from '../../shared/use-names.ts';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import { useEditing } from './editing.ts';
import styles from './fields.module.css';
import { RemoveButton } from './group.tsx';

interface UsedDatasetProps {
  readonly id: string;
  /** How the bot searches it. */
  readonly mode: SearchMode;
  readonly onRemove: () => void;
}

/** A data set that the bot uses: what it is called and holds, the way to it, and whether it is gone. */
export function UsedDataset({ id, mode, onRemove }: UsedDatasetProps) {
  const { t } = useTranslation('botEditor');
  const { isReadOnly } = useEditing();
  const workspaceId = useWorkspaceId();
  const { datasets, isWhole, error, refetch } = useDatasets(workspaceId, true);
  const known = datasets.get(id);
  const name = known?.name ?? (isWhole ? id : '…');
  return (
    <div className={styles['entry']}>
      {!isReadOnly && <RemoveButton name={name} onRemove={onRemove} />}
      <div className={styles['used']}>
        {known === undefined ? <span>{name}</span> : <Link to={`/w/${workspaceId}/knowledge/${id}`}>{name}</Link>}
        {known !== undefined && known.description !== '' && <p className="quiet">{known.description}</p>}
        {known?.embedding_model_id === '' && mode === 'semantic' && <p className="quiet">{t('datasetWordsOnly')}</p>}
        {known === undefined && isWhole && <p className={controls['problem']} role="alert">{t('datasetGone')}</p>}
      </div>
      {error !== undefined && <FailureNotice failure={error} onRetry={() => void refetch()} />}
    </div>
  );
}
