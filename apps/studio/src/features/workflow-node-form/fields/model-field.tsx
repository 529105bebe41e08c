import { useTranslation } from 'react-i18next';
import { useListModelsInfiniteQuery } from '../../../api/models.ts';
import { Choice } from '../../../shared/choice.tsx';
import { FailureNotice } from '../../../shared/failure-notice.tsx';
import { itemsOf } from '../../../shared/paged-table.tsx';
import type { Setting } from '../document/setting.ts';
import { useEditing, useIdHere, useSetting } from '../editing.ts';
import type { ChosenModel } from '../settings/model.ts';
import { Labelled } from './labelled.tsx';

interface ModelFieldProps {
  readonly setting: Setting<ChosenModel>;
  readonly label: string;
  readonly isLabelHidden?: boolean;
  /** What no choice means. */
  readonly none?: string;
}

/** Which of the workspace's models is asked. */
export function ModelField({ setting, label, isLabelHidden, none }: ModelFieldProps) {
  const { t } = useTranslation('workflowNodeForm');
  const { workspaceId, isReadOnly } = useEditing();
  const [{ id: writtenId, name }, change] = useSetting(setting);
  const chosenId = useIdHere('models')(writtenId);
  const list = useListModelsInfiniteQuery({ query: { type: 'chat', workspace_id: workspaceId, page_size: 100 } });
  const models = itemsOf(list).filter(({ enabled, id }) => enabled || id === chosenId);
  const usual = models.find((model) => model.is_default);
  const first = none ?? (usual === undefined ? t('defaultModel') : t('defaultModelNamed', { name: usual.name }));
  const isElsewhere = chosenId !== '' && !models.some(({ id }) => id === chosenId);
  const options = [
    { value: '', label: first },
    ...models.map((model) => ({ value: model.id, label: model.name })),
    ...(isElsewhere ? [{ value: chosenId, label: list.data === undefined ? name || chosenId : t('missingModel', { name: name || chosenId }) }] : []),
  ];
  return (
    <Labelled label={label} isLabelHidden={isLabelHidden} field={setting.field} hint={isElsewhere && list.data !== undefined ? t('missingModelHint') : undefined}>
      {({ id }) => (
        <>
          <Choice
            id={id}
            value={chosenId}
            options={options}
            isDisabled={isReadOnly}
            onChange={(model) => change({ id: model, name: models.find((other) => other.id === model)?.name ?? '' })}
          />
          {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
        </>
      )}
    </Labelled>
  );
}
