import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { itemsOf } from '../../shared/paged-table.tsx';
import styles from './embedding-item.module.css';

/** The field `embedding` of a form: which model finds passages by their meaning, if any. */
export function EmbeddingItem({ workspaceId, hint: known }: { readonly workspaceId: string; readonly hint?: string }) {
  const { t } = useTranslation('knowledge');
  const list = useListModelsInfiniteQuery({ query: { workspace_id: workspaceId, type: 'embedding', page_size: 100 } });
  const models = itemsOf(list).filter(({ enabled }) => enabled);
  const isMissing = list.data !== undefined && models.length === 0;
  const hint = isMissing ? <>{t('embeddingMissing')} <Link className={styles['link'] ?? ''} to={`/w/${workspaceId}/models`}>{t('embeddingLink')}</Link></> : (known ?? t('embeddingHint'));
  const usual = models.find(({ is_default: isDefault }) => isDefault)?.id ?? '';
  return (
    <Form.Item name="embedding" label={t('embedding')} extra={hint} required>
      <Chooser usual={usual} isLoading={list.isFetching} options={[...models.map(({ id, name }) => ({ value: id, label: name })), { value: '', label: t('embeddingNone') }]} />
    </Form.Item>
  );
}

interface ChooserProps {
  /** What is chosen while nobody has. */
  readonly usual: string;
  readonly isLoading: boolean;
  readonly options: { readonly value: string; readonly label: string }[];
  /** These are given by the item of the form around it. */
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (value: string) => void;
}

function Chooser({ usual, isLoading, options, id, value, onChange }: ChooserProps) {
  return <Select {...(id !== undefined && { id })} loading={isLoading} value={isLoading ? undefined : (value ?? usual)} options={options} {...(onChange && { onChange })} />;
}
