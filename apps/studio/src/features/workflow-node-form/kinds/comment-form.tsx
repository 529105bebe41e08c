import { useTranslation } from 'react-i18next';
import { TextField } from '../fields/plain-fields.tsx';
import { note } from '../settings/comment.ts';

/** A note for who reads the canvas. */
export function CommentForm() {
  const { t } = useTranslation('workflowNodeForm');
  return <TextField setting={note} label={t('note')} rows={6} />;
}
