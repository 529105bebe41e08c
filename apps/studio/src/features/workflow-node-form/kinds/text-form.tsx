import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useEditing, useSetting } from '../editing.ts';
import { InputsSection } from '../fields/inputs-section.tsx';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { Labelled } from '../fields/labelled.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { ChoiceField, TextField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import controls from '../../../shared/controls.module.css';
import { linesOf, textOfLines } from '../document/escaped-lines.ts';
import { textSettings } from '../settings/simple.ts';

const methods = ['concat', 'split'] as const;
const split = [{ name: 'String', type: { kind: 'string' }, isRequired: true }] as const;

/** Puts texts together, or takes one apart. */
export function TextForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [method] = useSetting(textSettings.method);
  return (
    <>
      <ChoiceField setting={textSettings.method} label={t('method')} options={methods.map((value) => ({ value, label: t(`methods.${value}`) }))} />
      {method === 'concat' ? (
        <>
          <InputsSection stem="String" />
          <Group title={t('text')} isOpen>
            <TemplateField setting={textSettings.template} label={t('text')} isLabelHidden rows={4} />
            <TextField setting={textSettings.between} label={t('between')} hint={t('betweenHint')} />
          </Group>
        </>
      ) : (
        <Group title={t('inputs')} isOpen>
          <KnownInputs setting={inputParameters} inputs={split} labelOf={() => t('text')} />
          <Delimiters />
        </Group>
      )}
      <OutputsShown />
    </>
  );
}

/** Where a text is taken apart: one a line. */
function Delimiters() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [list, change] = useSetting(textSettings.delimiters);
  return (
    <Labelled label={t('delimiters')} field={textSettings.delimiters.field} hint={t('delimitersHint')}>
      {(attributes) => (
        <textarea
          {...attributes}
          rows={2}
          className={`${controls['control']} ${controls['code']}`}
          value={textOfLines(list)}
          readOnly={isReadOnly}
          spellCheck={false}
          onChange={({ target }) => change(linesOf(target.value))}
        />
      )}
    </Labelled>
  );
}
