import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { useSetting } from '../editing.ts';
import { InputField } from '../fields/input-field.tsx';
import { InputsSection } from '../fields/inputs-section.tsx';
import { ModelSection } from '../fields/model-section.tsx';
import { NamesField } from '../fields/names-field.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { CheckField, ChoiceField, NumberField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { outputs, questionSettings } from '../settings/simple.ts';

const answers = ['text', 'option'] as const;
const optionKinds = ['static', 'dynamic'] as const;
const LIST = { kind: 'list', item: { kind: 'string' } } as const;
/** What the node gives by itself. */
const fixed = new Set(['USER_RESPONSE', 'optionId', 'optionContent']);

/** Asks the user, and waits for the answer. */
export function QuestionForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [answer] = useSetting(questionSettings.answer);
  const [optionKind] = useSetting(questionSettings.optionKind);
  const [hasFields] = useSetting(questionSettings.hasFields);
  const reads = answer === 'text' && hasFields;
  return (
    <>
      <InputsSection />
      <Group title={t('question')} isOpen>
        <TemplateField setting={questionSettings.question} label={t('question')} isLabelHidden rows={3} />
        <ChoiceField setting={questionSettings.answer} label={t('answerKind')} options={answers.map((value) => ({ value, label: t(`answers.${value}`) }))} />
        {answer === 'option' && (
          <>
            <ChoiceField setting={questionSettings.optionKind} label={t('options')} options={optionKinds.map((value) => ({ value, label: t(`optionKinds.${value}`) }))} />
            {optionKind === 'static' ? (
              <NamesField setting={questionSettings.options} add={t('addOption')} labelOf={(number) => t('option', { number })} />
            ) : (
              <InputField setting={questionSettings.dynamicOptions} label={t('optionList')} type={LIST} />
            )}
          </>
        )}
        {answer === 'text' && <CheckField setting={questionSettings.hasFields} label={t('readFields')} />}
      </Group>
      {reads && (
        <>
          <Group title={t('fields')} text={t('fieldsText')} isOpen>
            <VariablesField setting={outputs} fixed={fixed} add={t('addField')} stem="field" hasRequired />
            <NumberField setting={questionSettings.limit} label={t('askLimit')} min={1} max={10} placeholder="3" />
          </Group>
          <ModelSection settings={questionSettings} promptLabel={t('furtherInstructions')} />
        </>
      )}
      {!reads && <OutputsShown />}
    </>
  );
}
