import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { useSetting } from '../editing.ts';
import { DatasetsField } from '../fields/datasets-field.tsx';
import { CheckField, ChoiceField, TextField } from '../fields/plain-fields.tsx';
import { SearchFields } from '../fields/search-fields.tsx';
import { knowledgeUses, recallSettings } from '../settings/knowledge.ts';

/** The data sets that are searched for the prompt of a model. */
export function KnowledgeSection() {
  const { t } = useTranslation('workflowNodeForm');
  const [datasets] = useSetting(recallSettings.datasets);
  const [hasReply] = useSetting(recallSettings.hasReply);
  return (
    <Group title={t('knowledge')} text={t('knowledgeText')}>
      <DatasetsField setting={recallSettings.datasets} />
      {datasets.length > 0 && (
        <>
          <ChoiceField setting={recallSettings.use} label={t('knowledgeUse')} options={knowledgeUses.map((value) => ({ value, label: t(`knowledgeUses.${value}`) }))} />
          <SearchFields {...recallSettings} />
          <CheckField setting={recallSettings.citations} label={t('citations')} />
          <CheckField setting={recallSettings.hasReply} label={t('nothingFound')} />
          {hasReply && <TextField setting={recallSettings.reply} label={t('nothingFoundReply')} rows={2} />}
        </>
      )}
    </Group>
  );
}
