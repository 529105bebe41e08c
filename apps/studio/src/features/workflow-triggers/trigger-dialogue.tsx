import { parseCanvas } from '@buckle/canvas';
import type { TriggerKind } from '@buckle/contract';
import { Form, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateTriggerMutation, useChangeTriggerMutation, type Trigger } from '../../api/workflow-triggers.ts';
import { useListWorkflowVersionsInfiniteQuery } from '../../api/workflows.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import { startFields, type Workflow } from '../workflow/index.ts';
import { ParameterRows } from './parameter-rows.tsx';
import { ScheduleItems } from './schedule-items.tsx';
import { SourceItems } from './source-items.tsx';
import { settingsOf, type TriggerValues, valuesOf } from './trigger-values.ts';
import { WebhookItems } from './webhook-items.tsx';
import styles from './trigger-dialogue.module.css';

interface TriggerDialogueProps {
  readonly workflow: Workflow;
  readonly kind: TriggerKind;
  /** The one that is changed; absent for a new one. */
  readonly trigger?: Trigger | undefined;
  /** Told of a new webhook, with the secret that is shown this once. */
  readonly onSecret: (trigger: Trigger, secret: string) => void;
  readonly onClose: () => void;
}

/** Makes a trigger, or changes its settings. */
export function TriggerDialogue({ workflow, kind, trigger, onSecret, onClose }: TriggerDialogueProps) {
  const { t } = useTranslation('workflowTriggers');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [create] = useCreateTriggerMutation();
  const [change] = useChangeTriggerMutation();
  const versions = useListWorkflowVersionsInfiniteQuery({ params: { workflow_id: workflow.id } });
  const fields = startFields(parseCanvas(workflow.canvas)) ?? [];
  const needed = fields.filter(({ required, defaultValue }) => required && defaultValue === undefined).map(({ name }) => name);

  const send = async (values: TriggerValues): Promise<void> => {
    const settings = settingsOf(values);
    if (trigger !== undefined) {
      await change({ params: { trigger_id: trigger.id }, body: settings }).unwrap();
      done(t('saved'));
      return;
    }
    const made = await create({ params: { workflow_id: workflow.id }, body: { kind, ...settings } }).unwrap();
    if (made.secret === undefined) done(t('made'));
    else onSecret(made.trigger, made.secret);
  };
  return (
    <FormDialogue<TriggerValues>
      title={trigger === undefined ? t(`newTitle.${kind}`) : t('editTitle', { name: trigger.name })}
      text={t(`kindText.${kind}`)}
      action={trigger === undefined ? common('create') : common('save')}
      width={680}
      initialValues={valuesOf(kind, trigger, needed)}
      onSubmit={send}
      onClose={onClose}
    >
      <NameItem longest={100} hasFocus={trigger === undefined} />
      {kind === 'schedule' && <ScheduleItems />}
      {kind === 'webhook' && <WebhookItems />}
      {kind === 'workflow' && <SourceItems workflowId={workflow.id} />}
      <ParameterRows kind={kind} names={fields.map(({ name }) => name)} />
      <div className={styles['pair']}>
        <Form.Item name="workflow_version" label={t('version')}>
          <Select allowClear placeholder={t('onlineVersion')} options={itemsOf(versions).map(({ version }) => ({ value: version, label: version }))} />
        </Form.Item>
        <Form.Item name="pause_after_failures" required label={t('pauseAfter')} extra={t('pauseAfterHint')}>
          <InputNumber min={0} max={400} precision={0} />
        </Form.Item>
      </div>
    </FormDialogue>
  );
}
