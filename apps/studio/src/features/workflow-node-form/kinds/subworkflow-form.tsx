import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useListCalledVersionsInfiniteQuery, useListWorkflowNamesInfiniteQuery } from '../../../api/workflow-names.ts';
import { FailureNotice } from '../../../shared/failure-notice.tsx';
import { Group } from '../../../shared/group.tsx';
import { itemsOf } from '../../../shared/paged-table.tsx';
import { useAttempt } from '../../../shared/use-attempt.tsx';
import { inputParameters } from '../document/setting.ts';
import { typeOfVariable } from '../document/variables.ts';
import { useEditing, useIdHere, useSetting } from '../editing.ts';
import { BatchSection } from '../fields/batch-section.tsx';
import { ChosenThing } from '../fields/chosen-thing.tsx';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import styles from '../fields/fields.module.css';
import { InputList } from '../fields/input-list.tsx';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { ChoiceField } from '../fields/plain-fields.tsx';
import { calling, isUpToDate, withOutputs } from '../settings/called.ts';
import { subworkflowSettings } from '../settings/simple.ts';
import { useCalled, useReadInterface } from './use-called.ts';

/** Runs another workflow. */
export function SubworkflowForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { workspaceId, isReadOnly, data, change } = useEditing();
  const [writtenId] = useSetting(subworkflowSettings.workflowId);
  const workflowId = useIdHere('workflows')(writtenId);
  const [version] = useSetting(subworkflowSettings.version);
  const called = useCalled(workflowId, version);
  const readInterface = useReadInterface();
  const attempt = useAttempt();
  const useList = () => useListWorkflowNamesInfiniteQuery({ query: { workspace_id: workspaceId } });
  const name = itemsOf(useList()).find(({ id }) => id === workflowId)?.name;
  const choose = (id: string, chosen: string): void =>
    void attempt(readInterface(id, chosen).then((read) => change((current) => calling(current, { workflowId: id, version: chosen, workspaceId }, read))));
  const { known } = called;
  const inputs = (known?.inputs ?? []).map((variable) => ({
    name: variable.name ?? '', type: typeOfVariable(variable), isRequired: variable.required === true, description: variable.description || undefined,
  }));
  return (
    <>
      <Group title={t('workflow')} isOpen>
        <ChosenThing
          label={t('workflow')}
          field={subworkflowSettings.workflowId.field}
          chosen={workflowId === '' ? undefined : (name ?? workflowId)}
          choose={t('chooseWorkflow')}
          useList={useList}
          onChoose={({ id, online_version: online }) => choose(id, online)}
        />
        {called.failure !== undefined && <FailureNotice failure={called.failure} onRetry={called.refetch} />}
        {workflowId !== '' && <Version workflowId={workflowId} />}
        {known !== undefined && !isReadOnly && !isUpToDate(data, known) && (
          <p className={styles['note']}>
            {t('outputsChanged')} <Button size="small" onClick={() => change((current) => withOutputs(current, known.outputs))}>{t('takeOver')}</Button>
          </p>
        )}
      </Group>
      <Group title={t('inputs')} isOpen>
        <KnownInputs setting={inputParameters} inputs={inputs} />
        {known !== undefined && inputs.length === 0 && <p className="quiet">{t('noInputs')}</p>}
        <InputList setting={inputParameters} hidden={new Set(inputs.map((input) => input.name))} isFixed />
      </Group>
      <OutputsShown />
      <BatchSection />
      <ErrorPolicySection />
    </>
  );
}

function Version({ workflowId }: { readonly workflowId: string }) {
  const { t } = useTranslation('workflowNodeForm');
  const [version] = useSetting(subworkflowSettings.version);
  const versions = itemsOf(useListCalledVersionsInfiniteQuery({ params: { workflow_id: workflowId } })).map((entry) => entry.version);
  const listed = version === '' || versions.includes(version) ? versions : [version, ...versions];
  return <ChoiceField setting={subworkflowSettings.version} label={t('version')} options={[{ value: '', label: t('draftVersion') }, ...listed.map((value) => ({ value, label: value }))]} />;
}
