import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { Choice } from '../../shared/choice.tsx';
import controls from '../../shared/controls.module.css';
import { itemsOf } from '../../shared/paged-table.tsx';

interface RerankFieldProps {
  readonly workspaceId: string;
  readonly value: string;
  readonly onChange: (rerank: string) => void;
}

/** Which model puts what was found in order, if any. */
export function RerankField({ workspaceId, value, onChange }: RerankFieldProps) {
  const { t } = useTranslation('knowledgeSearch');
  const id = useId();
  const list = useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, type: 'rerank', page_size: 100 } });
  const models = itemsOf(list).filter(({ enabled }) => enabled);
  if (models.length === 0) {
    return <p className="quiet">{t('rerankMissing')} <Link to={`/w/${workspaceId}/models`}>{t('modelsLink')}</Link></p>;
  }
  return (
    <div className={controls['field']}>
      <label htmlFor={id}>{t('rerank')}</label>
      <Choice
        id={id}
        value={value}
        options={[{ value: '', label: t('reranks.none') }, { value: 'default', label: t('reranks.usual') }, ...models.map((model) => ({ value: model.id, label: model.name }))]}
        isDisabled={false}
        onChange={onChange}
      />
      <div className={`${controls['note']} quiet`}>{t('rerankHint')}</div>
    </div>
  );
}
