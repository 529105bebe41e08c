import { type AuditAction, auditActions } from '@buckle/contract';
import { useTranslation } from 'react-i18next';

const known: ReadonlySet<string> = new Set(auditActions);

function isKnown(action: string): action is AuditAction {
  return known.has(action);
}

/** What was done, in words; by its code where an older or newer server has written it. */
export function ActionName({ action }: { readonly action: string }) {
  const { t } = useTranslation('audit');
  return isKnown(action) ? <span title={action}>{t(`actions.${action}`)}</span> : <code>{action}</code>;
}

/** The codes of actions with their words, to be chosen from by a field that names this list. */
export function ActionList({ id }: { readonly id: string }) {
  const { t } = useTranslation('audit');
  return (
    <datalist id={id}>
      {[...known].filter(isKnown).map((action) => (
        <option key={action} value={action} label={t(`actions.${action}`)} />
      ))}
    </datalist>
  );
}
