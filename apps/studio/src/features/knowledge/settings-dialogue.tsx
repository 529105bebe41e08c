import type { Dataset, SplitRules } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useUpdateDatasetMutation } from '../../api/knowledge.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { DatasetNameItems, SplittingItem } from './dataset-items.tsx';
import { EmbeddingItem } from './embedding-item.tsx';

interface Values {
  readonly name: string;
  readonly description: string;
  readonly splitting: SplitRules;
  readonly embedding: string;
}

/** Changes what a data set is called, and how its new documents are cut. */
export function SettingsDialogue({ dataset, onClose }: { readonly dataset: Dataset; readonly onClose: () => void }) {
  const { t } = useTranslation('knowledge');
  const { t: common } = useTranslation();
  const [update] = useUpdateDatasetMutation();
  const { done } = useNotices();
  const { id, name, description, format, splitting, workspace_id: workspaceId, embedding_change: change } = dataset;
  const modelId = change?.model_id ?? dataset.embedding_model_id;
  const send = async ({ embedding, ...values }: Values): Promise<void> => {
    await update({ params: { dataset_id: id }, body: { ...values, ...(embedding !== modelId && { embedding_model_id: embedding }) } }).unwrap();
    done(t('saved'));
  };
  return (
    <FormDialogue<Values> title={t('settingsTitle', { name })} action={common('save')} width={640} initialValues={{ name, description, splitting, embedding: modelId }} onSubmit={send} onClose={onClose}>
      <DatasetNameItems />
      <EmbeddingItem workspaceId={workspaceId} hint={t('embeddingChangeHint')} />
      <SplittingItem format={format} hint={t('settingsSplitting')} />
    </FormDialogue>
  );
}
