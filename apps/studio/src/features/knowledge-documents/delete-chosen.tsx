import type { KnowledgeDocument } from '@buckle/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteDocumentsMutation } from '../../api/knowledge.ts';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './documents-page.module.css';

interface DeleteChosenProps {
  readonly datasetId: string;
  readonly documents: readonly KnowledgeDocument[];
  /** Called when they are gone, as many of them as could be, or none is to be chosen any more. */
  readonly onDone: () => void;
}

/** So many the server deletes in a call, and so many names a question or a notice holds. */
const AT_ONCE = 100;
const NAMED = 5;

/** Deletes the documents of a data set that are chosen, after a question. */
export function DeleteChosen({ datasetId, documents, onDone }: DeleteChosenProps) {
  const { t } = useTranslation('knowledgeDocuments');
  const [remove] = useDeleteDocumentsMutation();
  const { ask, done, failed } = useNotices();
  const attempt = useAttempt();
  const count = documents.length;
  const nameOf = (id: string): string => documents.find((document) => document.id === id)?.name ?? id;
  const removeAll = async (): Promise<void> => {
    let deleted = 0;
    const kept: string[] = [];
    for (let from = 0; from < count; from += AT_ONCE) {
      const { items } = await remove({ params: { dataset_id: datasetId }, body: { document_ids: documents.slice(from, from + AT_ONCE).map(({ id }) => id) } }).unwrap();
      for (const { document_id: id, reason } of items) if (reason === undefined) deleted += 1; else kept.push(`${nameOf(id)}: ${reason}`);
    }
    if (deleted > 0) done(t('deletedChosen', { count: deleted }));
    if (kept.length > 0) failed(t('keptChosen', { count: kept.length }), <Names names={kept} />);
  };
  const question = {
    title: t('deleteChosenTitle', { count }),
    text: <>{t('deleteChosenText')}<Names names={documents.map(({ name }) => name)} /></>,
    action: t('deleteChosen', { count }),
    isDangerous: true,
    async onConfirm() {
      if (await attempt(removeAll())) onDone();
    },
  };
  return (
    <div className={styles['chosen']} role="group" aria-label={t('chosenCount', { count })}>
      <strong>{t('chosenCount', { count })}</strong>
      <Button size="small" danger onClick={() => ask(question)}>{t('delete')}</Button>
      <Button size="small" type="text" onClick={onDone}>{t('chooseNone')}</Button>
    </div>
  );
}

/** The first of some names, and how many more there are. */
function Names({ names }: { readonly names: readonly string[] }) {
  const { t } = useTranslation();
  const rest = names.length - NAMED;
  return (
    <ul className={styles['names']}>
      {names.slice(0, NAMED).map((name, at) => <li key={at}>{name}</li>)}
      {rest > 0 && <li className="quiet">{t('andMore', { count: rest })}</li>}
    </ul>
  );
}
