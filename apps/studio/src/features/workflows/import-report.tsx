import type { ImportedWorkflows } from '@buckle/contract';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StatusTag } from '../../shared/status-tag.tsx';
import { ProblemList } from '../workflow/index.ts';
import styles from './import-report.module.css';

interface ImportReportProps {
  readonly imported: ImportedWorkflows;
  readonly workspaceId: string;
  readonly onOpen: (workflowId: string) => void;
  readonly onClose: () => void;
}

/** What became of a file of workflows: which drafts there are now, what is wrong with them, and which models answer. */
export function ImportReport({ imported: { id: mainId, workflows, models }, workspaceId, onOpen, onClose }: ImportReportProps) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  return (
    <Modal
      open
      width={680}
      title={t('imported')}
      footer={[
        <Button key="close" onClick={onClose}>{common('close')}</Button>,
        <Button key="open" type="primary" onClick={() => onOpen(mainId)}>{t('openImported')}</Button>,
      ]}
      onCancel={onClose}
    >
      <p className="quiet">{t('importedText')}</p>
      <h3 className={styles['heading']}>{t('importedWorkflows')}</h3>
      <ul className={styles['list']}>
        {workflows.map(({ from, id, name, problems }) => (
          <li key={from}>
            <Link to={`/w/${workspaceId}/workflows/${id}`}>{name}</Link>
            {problems.length === 0 && <StatusTag kind="good">{t('importedFine')}</StatusTag>}
            <div className="quiet"><code>{from}</code> → <code>{id}</code></div>
            {problems.length > 0 && <ProblemList problems={problems} />}
          </li>
        ))}
      </ul>
      {models.length > 0 && (
        <>
          <h3 className={styles['heading']}>{t('importedModels')}</h3>
          <ul className={styles['list']}>
            {models.map(({ from, name, id }) => (
              <li key={from}>
                <StatusTag kind={id === undefined ? 'doubtful' : 'good'}>{name}</StatusTag> {id === undefined ? t('modelMissing') : t('modelHere')}
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
