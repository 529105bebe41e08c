import { Form, Input, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useGetWorkflowQuery, useGetWorkflowVersionQuery, useListWorkflowVersionsInfiniteQuery, usePublishWorkflowMutation } from '../../api/workflows.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { CanvasDifference } from './canvas-difference.tsx';
import { ProblemList } from './problem-list.tsx';
import type { Workflow } from './use-workflow.ts';
import { isHigher, isVersion, nextVersion } from './version-number.ts';

interface PublishDialogueProps {
  readonly workflowId: string;
  readonly onClose: () => void;
}

/** Shows what would go online and what keeps it from that, and puts it there under a version. */
export function PublishDialogue({ workflowId, onClose }: PublishDialogueProps) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [publish] = usePublishWorkflowMutation();
  const params = { workflow_id: workflowId };
  // Somebody else may have saved or published since they were read.
  const { currentData: workflow, error, isFetching } = useGetWorkflowQuery({ params }, { refetchOnMountOrArgChange: true });
  const versions = useListWorkflowVersionsInfiniteQuery({ params }, { refetchOnMountOrArgChange: true });
  const last = itemsOf(versions)[0]?.version;
  const isReady = workflow !== undefined && !isFetching && !versions.isFetching;
  const failure = error ?? versions.error;

  const send = async ({ version, notes = '' }: { version: string; notes?: string }): Promise<void> => {
    const answer = await publish({ params, body: { version, notes } }).unwrap();
    done(t('published', { version: answer.version }));
  };
  const check = (_rule: unknown, typed: string): Promise<void> => {
    if (!isVersion(typed)) return Promise.reject(new Error(t('versionWrong')));
    return last === undefined || isHigher(typed, last) ? Promise.resolve() : Promise.reject(new Error(t('versionLow', { version: last })));
  };
  const isBlocked = !isReady || failure !== undefined || workflow.problems.some(({ severity }) => severity === 'error');
  return (
    <FormDialogue title={t('publishTitle')} action={t('publish')} width={640} isBlocked={isBlocked} onSubmit={send} onClose={onClose}>
      {failure !== undefined && <FailureNotice failure={failure} />}
      {!isReady && failure === undefined && <Spin aria-label={common('loading')} />}
      {isReady && failure === undefined && (
        <>
          <Problems workflow={workflow} onClose={onClose} />
          <Form.Item name="version" label={t('version')} extra={t('versionHint')} initialValue={nextVersion(last)} required rules={[{ validator: check }]}>
            <Input maxLength={32} autoComplete="off" />
          </Form.Item>
          <Form.Item name="notes" label={t('notes')} extra={t('notesHint')}>
            <Input.TextArea rows={2} maxLength={2000} autoFocus />
          </Form.Item>
          <Changes workflow={workflow} />
        </>
      )}
    </FormDialogue>
  );
}

function Problems({ workflow: { id, workspace_id: workspaceId, problems }, onClose }: { readonly workflow: Workflow; readonly onClose: () => void }) {
  const { t } = useTranslation('workflows');
  const navigate = useNavigate();
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (problems.length === 0) return null;
  const show = (nodeId: string): void => {
    onClose();
    void navigate(`/w/${workspaceId}/workflows/${id}?node=${encodeURIComponent(nodeId)}`);
  };
  return (
    <Form.Item>
      <div role={errors.length > 0 ? 'alert' : 'status'}>
        {errors.length > 0 ? t('publishBlocked') : t('publishWarnings')}
        <ProblemList problems={errors.length > 0 ? errors : problems} onChoose={show} />
      </div>
    </Form.Item>
  );
}

function Changes({ workflow: { id, canvas, online_version: version } }: { readonly workflow: Workflow }) {
  const { t } = useTranslation('workflows');
  const { t: common } = useTranslation();
  const online = useGetWorkflowVersionQuery({ params: { workflow_id: id, workflow_version: version } }, { skip: version === '' });
  if (version === '') return <p>{t('publishFirst')}</p>;
  if (online.error !== undefined) return <FailureNotice failure={online.error} />;
  if (online.data === undefined) return <Spin aria-label={common('loading')} />;
  return (
    <>
      <p>{t('publishChanges', { version })}</p>
      <CanvasDifference before={online.data.canvas} after={canvas} same={t('publishNothing')} />
    </>
  );
}
