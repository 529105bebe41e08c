import { useTranslation } from 'react-i18next';
import { useListBotNamesInfiniteQuery } from '../../../api/bot-names.ts';
import { Group } from '../../../shared/group.tsx';
import { itemsOf } from '../../../shared/paged-table.tsx';
import { useEditing, useIdHere, useSetting } from '../editing.ts';
import { ChosenThing } from '../fields/chosen-thing.tsx';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import { InputsSection } from '../fields/inputs-section.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { callBotSettings } from '../settings/simple.ts';

/** Asks a published bot. */
export function CallBotForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { workspaceId } = useEditing();
  const [writtenId, change] = useSetting(callBotSettings.botId);
  const botId = useIdHere('bots')(writtenId);
  const useList = () => useListBotNamesInfiniteQuery({ query: { workspace_id: workspaceId } });
  const name = itemsOf(useList()).find(({ id }) => id === botId)?.name;
  return (
    <>
      <Group title={t('bot')} isOpen>
        <ChosenThing label={t('bot')} field={callBotSettings.botId.field} chosen={botId === '' ? undefined : (name ?? botId)} choose={t('chooseBot')} useList={useList} onChoose={({ id }) => change(id)} />
      </Group>
      <InputsSection />
      <Group title={t('message')} isOpen>
        <TemplateField setting={callBotSettings.content} label={t('botMessage')} isLabelHidden rows={3} />
      </Group>
      <OutputsShown />
      <ErrorPolicySection />
    </>
  );
}
