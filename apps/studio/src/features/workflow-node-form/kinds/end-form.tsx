import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useSetting } from '../editing.ts';
import { InputList } from '../fields/input-list.tsx';
import { CheckField, ChoiceField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { endSettings } from '../settings/simple.ts';

const plans = ['returnVariables', 'useAnswerContent'] as const;

/** What the workflow gives. */
export function EndForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [plan] = useSetting(endSettings.plan);
  const isAnswer = plan === 'useAnswerContent';
  return (
    <>
      <Group title={t('result')} isOpen>
        <ChoiceField setting={endSettings.plan} label={t('resultKind')} options={plans.map((value) => ({ value, label: t(`plans.${value}`) }))} />
        <InputList setting={inputParameters} stem="output" add={isAnswer ? t('addInput') : t('addOutput')} />
      </Group>
      {isAnswer && (
        <Group title={t('answer')} isOpen>
          <TemplateField setting={endSettings.content} label={t('answerText')} isLabelHidden rows={4} />
          <CheckField setting={endSettings.isStreamed} label={t('streamed')} />
        </Group>
      )}
    </>
  );
}
