import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { useEditing, useSetting } from '../editing.ts';
import { BatchSection } from '../fields/batch-section.tsx';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import fieldStyles from '../fields/fields.module.css';
import { InputsSection } from '../fields/inputs-section.tsx';
import { ModelField } from '../fields/model-field.tsx';
import { CheckField, ChoiceField, NumberField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { outputsOfOneRun } from '../settings/batch.ts';
import { llmSettings, replyFormats, waitingTools, withoutWaitingTools } from '../settings/llm.ts';
import { KnowledgeSection } from './knowledge-section.tsx';
import { WorkflowTools } from './workflow-tools.tsx';

/** Asks a chat model. */
export function LlmForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { data, change, isReadOnly } = useEditing();
  const [format] = useSetting(llmSettings.format);
  const [hasHistory] = useSetting(llmSettings.history);
  const waiting = waitingTools(data);
  return (
    <>
      <Group title={t('model')} isOpen>
        <ModelField setting={llmSettings.model} label={t('model')} isLabelHidden />
        <div className={fieldStyles['row']}>
          <NumberField setting={llmSettings.temperature} label={t('temperature')} max={2} isWhole={false} placeholder={t('upToModel')} />
          <NumberField setting={llmSettings.topP} label={t('topP')} max={1} isWhole={false} placeholder={t('upToModel')} />
          <NumberField setting={llmSettings.maxTokens} label={t('maxTokens')} min={1} placeholder={t('upToModel')} />
        </div>
      </Group>
      <InputsSection />
      <Group title={t('prompts')} isOpen>
        <TemplateField setting={llmSettings.systemPrompt} label={t('systemPrompt')} rows={3} />
        <TemplateField setting={llmSettings.prompt} label={t('prompt')} rows={3} />
        <CheckField setting={llmSettings.history} label={t('history')} />
        {hasHistory && <NumberField setting={llmSettings.rounds} label={t('historyRounds')} min={1} max={100} placeholder="3" />}
      </Group>
      <Group title={t('outputs')} isOpen>
        <ChoiceField setting={llmSettings.format} label={t('format')} hint={t(`formatHints.${format}`)} options={replyFormats.map((value) => ({ value, label: t(`formats.${value}`) }))} />
        <VariablesField setting={outputsOfOneRun} add={t('addOutput')} stem="output" />
      </Group>
      <Group title={t('tools')} text={t('toolsText')}>
        <WorkflowTools />
        {waiting > 0 && (
          <p className={fieldStyles['note']}>
            {t('waitingTools', { count: waiting })} {!isReadOnly && <Button size="small" onClick={() => change(withoutWaitingTools)}>{t('takeOut')}</Button>}
          </p>
        )}
      </Group>
      <KnowledgeSection />
      <BatchSection />
      <ErrorPolicySection hasBackup />
    </>
  );
}
