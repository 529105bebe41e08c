import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useEditing, useSetting } from '../editing.ts';
import { DatasetsField } from '../fields/datasets-field.tsx';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import styles from '../fields/fields.module.css';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { ChoiceField, NumberField, TextField } from '../fields/plain-fields.tsx';
import { SearchFields } from '../fields/search-fields.tsx';
import { cuttings, knowledgeInputs, knowledgeSettings } from '../settings/knowledge.ts';

const SEARCH = '6';
const WRITE = '27';

/** Searches data sets, or adds a document to one or deletes it. */
export function KnowledgeForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { node } = useEditing();
  return (
    <>
      <Group title={t('datasets')} isOpen>
        <DatasetsField setting={knowledgeSettings.datasets} isOne={node.type !== SEARCH} />
      </Group>
      <Group title={t('inputs')} isOpen>
        <KnownInputs setting={inputParameters} inputs={knowledgeInputs[node.type] ?? []} labelOf={(name) => t(`knowledgeInputs.${name as 'Query'}`)} />
      </Group>
      {node.type === SEARCH && (
        <Group title={t('search')} isOpen>
          <SearchFields {...knowledgeSettings} />
        </Group>
      )}
      {node.type === WRITE && <CuttingSection />}
      <OutputsShown />
      <ErrorPolicySection />
    </>
  );
}

function CuttingSection() {
  const { t } = useTranslation('workflowNodeForm');
  const { cutting, separator, maxTokens, overlap } = knowledgeSettings;
  const [how] = useSetting(cutting);
  return (
    <Group title={t('cutting')} isOpen>
      <ChoiceField setting={cutting} label={t('cutting')} isLabelHidden options={cuttings.map((value) => ({ value, label: t(`cuttings.${value}`) }))} />
      {how === 'custom' && (
        <>
          <TextField setting={separator} label={t('separator')} />
          <div className={styles['row']}>
            <NumberField setting={maxTokens} label={t('passageTokens')} min={20} max={8_000} placeholder="800" />
            <NumberField setting={overlap} label={t('overlap')} max={0.5} isWhole={false} placeholder="0" />
          </div>
        </>
      )}
    </Group>
  );
}
