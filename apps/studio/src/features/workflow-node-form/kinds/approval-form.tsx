import { useTranslation } from 'react-i18next';
import { useListMembersInfiniteQuery } from '../../../api/workspaces.ts';
import { Group } from '../../../shared/group.tsx';
import { itemsOf, type PagedList } from '../../../shared/paged-table.tsx';
import { useEditing, useSetting } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { EntryButtons } from '../fields/input-list.tsx';
import { InputsSection } from '../fields/inputs-section.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { NumberField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { ThingPicker } from '../../../shared/thing-picker.tsx';
import { VariablesField } from '../fields/variables-field.tsx';
import { approvalFields } from '../settings/form-fields.ts';
import { approvalSettings } from '../settings/simple.ts';

/** Waits until somebody has approved or rejected. */
export function ApprovalForm() {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <>
      <InputsSection />
      <Group title={t('approval')} isOpen>
        <TemplateField setting={approvalSettings.content} label={t('approvalText')} rows={4} />
        <Assignees />
        <NumberField setting={approvalSettings.timeout} label={t('approvalTimeout')} hint={t('approvalTimeoutHint')} isZeroNone placeholder={t('unlimited')} />
      </Group>
      <Group title={t('formFields')} text={t('approvalFieldsText')} isOpen>
        <VariablesField setting={approvalFields} add={t('addField')} stem="field" hasRequired />
      </Group>
      <OutputsShown />
    </>
  );
}

/** Who may decide; nobody named means all who may run the workflow. */
function Assignees() {
  const { t } = useTranslation('workflowNodeForm');
  const { workspaceId, isReadOnly } = useEditing();
  const [ids, change] = useSetting(approvalSettings.assignees);
  const useList = (): PagedList<{ readonly id: string; readonly name: string; readonly description: string }> => {
    const list = useListMembersInfiniteQuery({ params: { workspace_id: workspaceId } });
    const pages = list.data?.pages.map(({ items }) => ({ items: items.map((member) => ({ id: member.user_id, name: member.nick_name || member.name, description: member.email })) }));
    return { ...list, data: pages && { pages } };
  };
  const members = itemsOf(useList());
  const nameOf = (id: string): string => members.find((member) => member.id === id)?.name ?? id;
  return (
    <div className={styles['assignees']}>
      <strong>{t('assignees')}</strong>
      {ids.length === 0 && <p className="quiet">{t('everybody')}</p>}
      {ids.map((id) => (
        <div key={id} className={styles['line']}>
          <span>{nameOf(id)}</span>
          {!isReadOnly && <EntryButtons name={nameOf(id)} onRemove={() => change(ids.filter((other) => other !== id))} />}
        </div>
      ))}
      {!isReadOnly && <ThingPicker label={t('addAssignee')} useList={useList} isHidden={({ id }) => ids.includes(id)} onChoose={({ id }) => change([...ids, id])} />}
    </div>
  );
}
