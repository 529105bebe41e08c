import type { KnowledgeDocument } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { isApiFailure } from '../../api/failure.ts';
import { useCancelReadingMutation, useReadDocumentAgainMutation, useRetryReadingMutation } from '../../api/knowledge.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';

/** Whether something of the document is still to come. */
export function isUnderWay({ state }: KnowledgeDocument): boolean {
  return state === 'queued' || state === 'reading';
}

/** Stops the reading of a document, or tries it again; both resolve to whether that has begun. */
export function useReading({ id, name, work_id: workId }: KnowledgeDocument) {
  const { t } = useTranslation('knowledgeDocuments');
  const [cancel] = useCancelReadingMutation();
  const [retry] = useRetryReadingMutation();
  const [readAgain] = useReadDocumentAgainMutation();
  const attempt = useAttempt();
  const params = { work_id: workId };
  const tryAgain = async (): Promise<unknown> => {
    try {
      return await retry({ params }).unwrap();
    } catch (error) {
      // Work that ended long ago is kept no more; the document is.
      if (!isApiFailure(error) || error.status !== 404) throw error;
      return readAgain({ params: { document_id: id } }).unwrap();
    }
  };
  return {
    cancel: () => attempt(cancel({ params }).unwrap(), t('canceling')),
    tryAgain: () => attempt(tryAgain(), t('retrying')),
    readAgain: () => attempt(readAgain({ params: { document_id: id } }).unwrap(), t('againBegun', { name })),
  };
}
