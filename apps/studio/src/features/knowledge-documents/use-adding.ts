import type { addDocument, Dataset, SplitRules } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import type { RequestOf } from '../../api/endpoint.ts';
import { isApiFailure } from '../../api/failure.ts';
import { useAddDocumentMutation } from '../../api/knowledge.ts';
import { failureText } from '../../shared/failure-text.ts';
import { failureInWords } from '../../shared/reason-text.ts';

/** A document that is to be added. */
export type NewDocument = Pick<RequestOf<typeof addDocument>['body'], 'name' | 'source' | 'allow_duplicate'>;

/** What became of it: `same` where the data set has its content already. */
export interface Addition {
  readonly state: 'added' | 'same' | 'failed';
  /** In words, where it was not added. */
  readonly reason: string;
}

/** Adds documents that are cut by certain rules. */
export function useAdding({ id, splitting }: Dataset, rules: SplitRules): (document: NewDocument) => Promise<Addition> {
  const { t } = useTranslation();
  const { t: words } = useTranslation('knowledge');
  const [add] = useAddDocumentMutation();
  const isUsual = JSON.stringify(rules) === JSON.stringify(splitting);
  return async (document) => {
    try {
      await add({ params: { dataset_id: id }, body: { ...document, ...(!isUsual && { splitting: rules }) } }).unwrap();
      return { state: 'added', reason: '' };
    } catch (error) {
      const { title, reason } = failureText(failureInWords(error, words), t);
      return { state: isApiFailure(error) && error.status === 409 ? 'same' : 'failed', reason: reason === '' ? title : reason };
    }
  };
}
