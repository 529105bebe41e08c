import { type WorkflowMode, workflowModes } from '@buckle/contract';
import { Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { NameItem } from '../../shared/name-item.tsx';
import { longestWorkflowName } from './creation.ts';

/** What people say of a workflow, as a form holds it. */
export interface WorkflowValues {
  readonly name: string;
  readonly description?: string;
  readonly mode: WorkflowMode;
}

/** The fields for the name and the description of a workflow. */
export function NameItems({ hasFocus = true }: { readonly hasFocus?: boolean }) {
  const { t } = useTranslation('workflows');
  return (
    <>
      <NameItem longest={longestWorkflowName} hasFocus={hasFocus} />
      <Form.Item name="description" label={t('descriptionLabel')} extra={t('descriptionHint')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </>
  );
}

/** The field for what kind of workflow it is, which stays. */
export function ModeItem() {
  const { t } = useTranslation('workflows');
  return (
    <Form.Item name="mode" label={t('modeLabel')}>
      <Radio.Group>
        {workflowModes.map((mode) => (
          <Radio key={mode} value={mode}>
            {t(`modes.${mode}`)} <span className="quiet">{t(`modeTexts.${mode}`)}</span>
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}
