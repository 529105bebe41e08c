import type { DocumentReason } from '@buckle/contract';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { reasonText } from './reason-text.ts';

interface ReasonInWordsProps {
  /** In the server's words. */
  readonly reason: string | undefined;
  readonly code: DocumentReason | undefined;
}

/** Why a piece of work failed, or is tried again, in the reader's language, on pages that may not have the words yet. */
export function ReasonInWords({ reason = '', code }: ReasonInWordsProps) {
  return code === undefined ? reason : <Suspense><Coded reason={reason} code={code} /></Suspense>;
}

function Coded({ reason, code }: { readonly reason: string; readonly code: DocumentReason }) {
  const { t } = useTranslation('knowledge');
  return reasonText(reason, code, t);
}
