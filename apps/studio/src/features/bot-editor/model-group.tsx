import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { itemsOf } from '../../shared/paged-table.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { useWorkspaceId } from '../../shared/use-workspace.ts';
import { useEditing } from './editing.ts';
import { Field, TextField } from './field.tsx';
import styles from './fields.module.css';
import { PromptGroup } from './group.tsx';

const formats = ['', 'text', 'markdown', 'json'] as const;

/** Which model the bot asks, and how. */
export function ModelGroup() {
  const { t } = useTranslation('botEditor');
  const { edited, change, isReadOnly } = useEditing();
  const list = useListModelsInfiniteQuery({ query: { type: 'chat', workspace_id: useWorkspaceId(), page_size: 100 } });
  const models = itemsOf(list).filter(({ enabled, id }) => enabled || id === edited.modelId);
  const usual = models.find((model) => model.is_default);
  const first = usual === undefined ? t('defaultModel') : t('defaultModelNamed', { name: usual.name });
  const isGone = edited.modelId !== '' && list.data !== undefined && !models.some(({ id }) => id === edited.modelId);
  const options = [
    { value: '', label: first },
    ...models.map(({ id, name }) => ({ value: id, label: name })),
    ...(isGone ? [{ value: edited.modelId, label: t('missingModel', { id: edited.modelId }) }] : []),
  ];
  const chosen = options.find(({ value }) => value === edited.modelId)?.label ?? edited.modelId;
  return (
    <PromptGroup title={t('model')} note={chosen} isOpen>
      {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
      <Field label={t('modelSelect')} path="modelId">
        {({ id }) => <Choice id={id} value={edited.modelId} options={options} isDisabled={isReadOnly} onChange={(modelId) => change({ modelId })} />}
      </Field>
      <div className={styles['row']}>
        <TextField isNumber label={t('temperature')} hint={t('temperatureHint')} path="temperature" value={edited.temperature} onChange={(temperature) => change({ temperature })} />
        <TextField isNumber label={t('topP')} hint={t('topPHint')} path="topP" value={edited.topP} onChange={(topP) => change({ topP })} />
        <TextField isNumber label={t('maxTokens')} hint={t('maxTokensHint')} path="maxTokens" value={edited.maxTokens} onChange={(maxTokens) => change({ maxTokens })} />
        <TextField isNumber label={t('contextRound')} hint={t('contextRoundHint')} path="contextRound" value={edited.contextRound} onChange={(contextRound) => change({ contextRound })} />
      </div>
      <Field label={t('responseFormat')} path="responseFormat" hint={t('modelNote')}>
        {({ id }) => (
          <Choice
            id={id}
            value={edited.responseFormat}
            options={formats.map((value) => ({ value, label: t(`formats.${value === '' ? 'usual' : value}`) }))}
            isDisabled={isReadOnly}
            onChange={(responseFormat) => change({ responseFormat })}
          />
        )}
      </Field>
    </PromptGroup>
  );
}
