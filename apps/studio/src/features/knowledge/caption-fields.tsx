import type { RulesOf } from '@buckle/contract';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { Choice } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import { itemsOf } from '../../shared/paged-table.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './splitting-fields.module.css';

interface CaptionFieldsProps {
  readonly rules: RulesOf<'caption'>;
  readonly onChange: (rules: RulesOf<'caption'>) => void;
}

const writers = ['model', 'hand'] as const;

/** Who writes the captions of pictures, and what a model looks for. */
export function CaptionFields({ rules, onChange }: CaptionFieldsProps) {
  const { t } = useTranslation('knowledge');
  const name = useId();
  return (
    <>
      <fieldset className={styles['modes']}>
        <legend className="for-readers">{t('captions')}</legend>
        {writers.map((by) => (
          <label key={by}>
            <input type="radio" name={name} checked={rules.by === by} onChange={() => onChange({ mode: 'caption', by })} />
            <span>{t(`captionsBy.${by}`)}</span>
            <small>{t(`captionsByTexts.${by}`)}</small>
          </label>
        ))}
      </fieldset>
      {rules.by === 'model' && <ModelFields rules={rules} onChange={onChange} />}
    </>
  );
}

function ModelFields({ rules, onChange }: CaptionFieldsProps) {
  const { t } = useTranslation('knowledge');
  const { workspaceId } = useWorkspace();
  const id = useId();
  const list = useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, type: 'chat', page_size: 100 } });
  const models = itemsOf(list).filter(({ enabled, capabilities }) => enabled && capabilities.vision);
  const change = ({ model_id: modelId = rules.model_id ?? '', instruction = rules.instruction ?? '' }): void =>
    onChange({ mode: 'caption', by: 'model', ...(modelId !== '' && { model_id: modelId }), ...(instruction !== '' && { instruction }) });
  return (
    <>
      <div className={controls['field']}>
        <label htmlFor={`${id}-model`}>{t('captionModel')}</label>
        <Choice
          id={`${id}-model`}
          value={rules.model_id ?? ''}
          options={[{ value: '', label: t('captionModelUsual') }, ...models.map((model) => ({ value: model.id, label: model.name }))]}
          isDisabled={false}
          onChange={(modelId) => change({ model_id: modelId })}
        />
        <div className={`${controls['note']} quiet`}>{list.data !== undefined && models.length === 0 ? t('captionModelMissing') : t('captionModelHint')}</div>
      </div>
      <div className={controls['field']}>
        <label htmlFor={`${id}-instruction`}>{t('captionInstruction')}</label>
        <textarea id={`${id}-instruction`} className={controls['control']} rows={2} maxLength={2_000} value={rules.instruction ?? ''} placeholder={t('captionInstructionExample')} onChange={({ target }) => change({ instruction: target.value })} />
      </div>
    </>
  );
}
