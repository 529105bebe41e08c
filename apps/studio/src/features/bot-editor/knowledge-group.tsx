import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListDatasetsInfiniteQuery } from '../../api/knowledge.ts';
import { ThingPicker } from '../../shared/thing-picker.tsx';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import { useEditing } from './editing.ts';
import { ProblemText } from './field.tsx';
import { PromptGroup } from './group.tsx';
import { KnowledgeSettings } from './knowledge-settings.tsx';
import { UsedDataset } from './used-dataset.tsx';

/** The data sets in which answers are looked for, and how. */
export function KnowledgeGroup() {
  const { t } = useTranslation('botEditor');
  const { edited: { knowledge }, change, isReadOnly } = useEditing();
  const { datasetIds } = knowledge;
  const workspaceId = useWorkspaceId();
  const useList = () => useListDatasetsInfiniteQuery({ query: { workspace_id: workspaceId, page_size: 50 } }, { refetchOnMountOrArgChange: true });
  // What is wrong with one of them is to be seen at once.
  const [isOpen] = useState(datasetIds.length > 0);
  const setIds = (ids: readonly string[]): void => change({ knowledge: { ...knowledge, datasetIds: ids } });
  return (
    <PromptGroup title={t('knowledge')} text={t('knowledgeText')} note={datasetIds.length} isOpen={isOpen}>
      {datasetIds.map((id, index) => (
        <UsedDataset key={id} id={id} mode={knowledge.mode} onRemove={() => setIds(datasetIds.toSpliced(index, 1))} />
      ))}
      <ProblemText path="knowledge.datasetIds" />
      {!isReadOnly && <ThingPicker label={t('addDataset')} useList={useList} isHidden={({ id }) => datasetIds.includes(id)} onChoose={({ id }) => setIds([...datasetIds, id])} />}
      {datasetIds.length > 0 && <KnowledgeSettings />}
    </PromptGroup>
  );
}
