import { useTranslation } from 'react-i18next';
import { useListDatasetsInfiniteQuery } from '../../../api/knowledge.ts';
import controls from '../../../shared/controls.module.css';
import { itemsOf } from '../../../shared/paged-table.tsx';
import { ThingPicker } from '../../../shared/thing-picker.tsx';
import type { Setting } from '../document/setting.ts';
import { useEditing, useIdHere, useSetting } from '../editing.ts';
import styles from './fields.module.css';
import { EntryButtons } from './input-list.tsx';
import { ProblemNotes } from './problem-notes.tsx';

/** The data sets of the workspace that a node works with; another takes the place of one where there `isOne`. */
export function DatasetsField({ setting, isOne = false }: { readonly setting: Setting<readonly string[]>; readonly isOne?: boolean }) {
  const { t } = useTranslation('workflowNodeForm');
  const { workspaceId, isReadOnly } = useEditing();
  const [ids, change] = useSetting(setting);
  const useList = () => useListDatasetsInfiniteQuery({ query: { workspace_id: workspaceId } });
  const datasets = itemsOf(useList());
  const here = useIdHere('datasets');
  const nameOf = (id: string): string => datasets.find((dataset) => dataset.id === here(id))?.name ?? id;
  return (
    <>
      {ids.map((id, index) => (
        <div key={id} className={styles['line']}>
          <span>{nameOf(id)}</span>
          {!isReadOnly && <EntryButtons name={nameOf(id)} onRemove={() => change(ids.toSpliced(index, 1))} />}
        </div>
      ))}
      <div className={controls['note']}><ProblemNotes field={setting.field} /></div>
      {!isReadOnly && (
        <ThingPicker
          label={isOne && ids.length > 0 ? t('chooseOther') : t('addDataset')}
          useList={useList}
          isHidden={({ id }) => ids.some((written) => here(written) === id)}
          onChoose={({ id }) => change(isOne ? [id] : [...ids, id])}
        />
      )}
    </>
  );
}
