import { DownloadOutlined } from '@ant-design/icons';
import { type CanvasDocument, parseCanvas } from '@buckle/canvas';
import { Button, Modal, Spin } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetWorkflowDraftQuery, useGetWorkflowVersionQuery } from '../../api/workflows.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { saveAsFile } from '../../shared/save-as-file.ts';
import { CanvasDifference, endFields, FieldList, startFields, type Workflow } from '../workflow/index.ts';
import { KindIcon } from '../workflow-kinds/index.ts';
import styles from './past-dialogue.module.css';
import type { PastState } from './use-restore.ts';

interface PastDialogueProps {
  readonly workflow: Workflow;
  readonly state: PastState;
  /** What the state is called. */
  readonly name: string;
  readonly onClose: () => void;
}

/** A past state of a workflow: what goes in, what comes out, its steps, and what is different by now. */
export function PastDialogue({ workflow, state, name, onClose }: PastDialogueProps) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const isVersion = 'version' in state;
  const params = { workflow_id: workflow.id };
  const version = useGetWorkflowVersionQuery({ params: { ...params, workflow_version: isVersion ? state.version : '' } }, { skip: !isVersion });
  const draft = useGetWorkflowDraftQuery({ params: { ...params, draft_revision: isVersion ? 0 : state.draftRevision } }, { skip: isVersion });
  const { data, error } = isVersion ? version : draft;
  const download = data && (
    <Button key="download" icon={<DownloadOutlined aria-hidden />} onClick={() => saveAsFile(`${workflow.name}-${isVersion ? state.version : state.draftRevision}.json`, JSON.stringify(data.canvas, null, 2))}>
      {t('download')}
    </Button>
  );
  return (
    <Modal open width={720} title={t('lookTitle', { name })} footer={[download, <Button key="close" onClick={onClose}>{common('close')}</Button>]} onCancel={onClose}>
      {error !== undefined && <FailureNotice failure={error} />}
      {data === undefined && error === undefined && <Spin aria-label={common('loading')} />}
      {data && (
        <>
          {'notes' in data && data.notes !== '' && <p>{data.notes}</p>}
          <Contents canvas={data.canvas} />
          <h3 className={styles['heading']}>{t('comparedWithDraft')}</h3>
          <CanvasDifference before={data.canvas} after={workflow.canvas} same={t('same')} />
        </>
      )}
    </Modal>
  );
}

function Contents({ canvas }: { readonly canvas: Workflow['canvas'] }) {
  const { t } = useTranslation('workflows');
  const document = useMemo((): CanvasDocument => parseCanvas(canvas), [canvas]);
  const outputs = endFields(document);
  return (
    <>
      <div className={styles['ends']}>
        <section>
          <h3 className={styles['heading']}>{t('inputs')}</h3>
          <FieldList fields={startFields(document) ?? []} none={t('noInputs')} />
        </section>
        <section>
          <h3 className={styles['heading']}>{t('outputs')}</h3>
          {outputs === 'answer' ? <p className="quiet">{t('answerOutput')}</p> : <FieldList fields={outputs} none={t('noOutputs')} />}
        </section>
      </div>
      <h3 className={styles['heading']}>{t('steps')}</h3>
      <Steps nodes={document.nodes} />
    </>
  );
}

/** The nodes, with what lies in them. */
function Steps({ nodes }: { readonly nodes: CanvasDocument['nodes'] }) {
  return (
    <ul className={styles['steps']}>
      {nodes.map(({ id, type, data, blocks = [] }) => (
        <li key={id}>
          <span>
            <KindIcon type={type} /> {data?.nodeMeta?.title || id}
          </span>
          {blocks.length > 0 && <Steps nodes={[...blocks]} />}
        </li>
      ))}
    </ul>
  );
}
