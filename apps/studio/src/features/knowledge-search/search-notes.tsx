import type { SearchNote, SearchNoteCode } from '@buckle/contract';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './results.module.css';

const words = {
  no_embedding_model: 'noEmbeddingModel',
  embedding_failed: 'embeddingFailed',
  other_dimensions: 'otherDimensions',
  index_rebuilding: 'indexRebuilding',
  no_rerank_model: 'noRerankModel',
  rerank_failed: 'rerankFailed',
  no_fields: 'noFields',
  offline_model: 'offlineModel',
  not_derived: 'notDerived',
  conditions_left_out: 'conditionsLeftOut',
  nothing_fits: 'nothingFits',
} as const satisfies Record<SearchNoteCode, string>;

/** What searches had to do without, in the reader's language. */
export function SearchNotes({ notes }: { readonly notes: readonly SearchNote[] }) {
  const { t } = useTranslation('knowledgeSearch');
  if (notes.length === 0) return null;
  const texts = notes.map(({ code, parameters: { dataset = '', reason = '', has = '', gives = '', count = '' } }) => t(`noteTexts.${words[code]}`, { dataset, reason, has, gives, amount: count }));
  return <Alert type="info" showIcon title={t('notes')} description={texts.map((text) => <p key={text} className={styles['note']}>{text}</p>)} />;
}
