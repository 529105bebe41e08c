import { useTranslation } from 'react-i18next';
import { useListModelsInfiniteQuery } from '../../../api/models.ts';
import { Choice } from '../../../shared/choice.tsx';
import { FailureNotice } from '../../../shared/failure-notice.tsx';
import { itemsOf } from '../../../shared/paged-table.tsx';
import type { Setting } from '../document/setting.ts';
import { useEditing, useSetting } from '../editing.ts';
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
  const [chosen, change] = useSetting(setting);
  const list = useListModelsInfiniteQuery({ query: { type: 'chat', workspace_id: workspaceId, page_size: 100 } });
  const models = itemsOf(list).filter(({ enabled, id }) => enabled || id === chosen.id);
  const usual = models.find((model) => model.is_default);
  const first = none ?? (usual === undefined ? t('defaultModel') : t('defaultModelNamed', { name: usual.name }));
  const isElsewhere = chosen.id !== '' && !models.some(({ id }) => id === chosen.id);
  const options = [
    { value: '', label: first },
    ...models.map(({ id, name }) => ({ value: id, label: name })),
    ...(isElsewhere ? [{ value: chosen.id, label: list.data === undefined ? chosen.name || chosen.id : t('missingModel', { name: chosen.name || chosen.id }) }] : []),
  ];
  return (
    <Labelled label={label} isLabelHidden={isLabelHidden} field={setting.field} hint={isElsewhere && list.data !== undefined ? t('missingModelHint') : undefined}>
      {({ id }) => (
        <>
          <Choice
            id={id}
            value={chosen.id}
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
