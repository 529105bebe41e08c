import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StatusTag } from '../../shared/status-tag.tsx';
import { ProblemList } from '../workflow/index.ts';
import { keyOf } from './foreign-ids.ts';
import type { Imported } from './import-dialogue.tsx';
import styles from './import-report.module.css';

interface ImportReportProps {
  readonly imported: Imported;
  readonly workspaceId: string;
  readonly onOpen: (workflowId: string) => void;
  readonly onClose: () => void;
}

/** What became of a file of workflows: which drafts there are now, what is wrong with them, and what stands for what. */
export function ImportReport({ imported: { id: mainId, workflows, mapped }, workspaceId, onOpen, onClose }: ImportReportProps) {
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
      <p className="quiet">{t('importedText', { count: workflows.length })}</p>
      <h3 className={styles['heading']}>{t('importedWorkflows')}</h3>
      <ul className={styles['list']}>
        {workflows.map(({ from, id, name, problems }) => (
          <li key={from}>
            <Link to={`/w/${workspaceId}/workflows/${id}`}>{name}</Link>
            {problems.length === 0 && <StatusTag kind="good">{t('importedFine')}</StatusTag>}
            {from !== '' && <div className="quiet"><code>{from}</code> → <code>{id}</code></div>}
            {problems.length > 0 && <ProblemList problems={problems} />}
          </li>
        ))}
      </ul>
      {mapped.length > 0 && (
        <>
          <h3 className={styles['heading']}>{t('importedMapping')}</h3>
          <ul className={styles['list']}>
            {mapped.map((each) => (
              <li key={keyOf(each)}>
                {t('mapThing', { kind: t(`mapKinds.${each.kind}`), name: each.name || each.id })} →{' '}
                {each.standIn === undefined
                  ? <StatusTag kind="doubtful">{each.kind === 'models' ? t('mapDefault') : t('mapNone')}</StatusTag>
                  : <StatusTag kind="good">{each.standIn.name}</StatusTag>}
                <div className="quiet"><code>{each.id}</code>{each.standIn !== undefined && <> → <code>{each.standIn.id}</code></>}</div>
              </li>
            ))}
          </ul>
        </>
      )}
    </Modal>
  );
}
