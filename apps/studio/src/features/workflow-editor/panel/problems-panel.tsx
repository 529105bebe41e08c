import type { Problem } from '@buckle/canvas';
import { CloseOutlined, ExclamationCircleFilled, WarningFilled } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { kindName } from '../../workflow-kinds/index.ts';
import { problemText } from '../../workflow-node-form/index.ts';
import { titleOf } from '../document/edit-nodes.ts';
import { placeOf } from '../document/levels.ts';
import { useDocument, useEditor } from '../editor-context.ts';
import styles from './panel.module.css';

interface ProblemsPanelProps {
  readonly problems: readonly Problem[];
  readonly onClose: () => void;
}

/** Everything that is wrong with the workflow, the errors first; each leads to its node and field. */
export function ProblemsPanel({ problems, onClose }: ProblemsPanelProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { t: forms } = useTranslation('workflowNodeForm');
  const { goTo } = useEditor();
  const document = useDocument();
  const sorted = problems.toSorted((one, other) => Number(one.severity === 'warning') - Number(other.severity === 'warning'));
  const nameOf = (id: string | undefined): string => {
    const node = id === undefined ? undefined : placeOf(document, id)?.node;
    return node === undefined ? t('whole') : titleOf(node) || kindName(node.type, kinds);
  };
  return (
    <section className={styles['panel']} aria-label={t('problems')} data-panel="problems">
      <header>
        <h2>{t('problems')}</h2>
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('close')} title={t('close')} onClick={onClose} />
      </header>
      <div className={styles['body']}>
        {sorted.length === 0 && <p className="quiet">{t('noProblems')}</p>}
        <ul className={styles['all']}>
          {sorted.map((problem, index) => {
            const { node_id: id, severity, field } = problem;
            const Icon = severity === 'error' ? ExclamationCircleFilled : WarningFilled;
            return (
              // The problems of one canvas keep their places.
              <li key={index}>
                <button type="button" data-severity={severity} disabled={id === undefined} onClick={() => id !== undefined && goTo(id, field)}>
                  <Icon aria-label={t(`severities.${severity}`)} />
                  <span>
                    <strong>{nameOf(id)}</strong>
                    {problemText(problem, forms)}
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}
