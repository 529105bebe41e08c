import { useTranslation } from 'react-i18next';
import { useCreateInvitationMutation } from '../../api/users.ts';
import { EmailItem } from '../../shared/email-item.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import type { ShownLink } from './shown-link.ts';

interface InviteDialogueProps {
  readonly onClose: () => void;
  readonly onLink: (shown: ShownLink) => void;
}

/** Makes a link with which one account can be created. */
export function InviteDialogue({ onClose, onLink }: InviteDialogueProps) {
  const { t } = useTranslation('users');
  const [invite] = useCreateInvitationMutation();
  const send = async ({ email }: { email?: string }): Promise<void> => {
    const link = await invite({ body: email?.trim() ? { email: email.trim() } : {} }).unwrap();
    onLink({ label: t('invitationLink'), link });
  };
  return (
    <FormDialogue title={t('inviteTitle')} text={t('inviteText')} action={t('invite')} onSubmit={send} onClose={onClose}>
      <EmailItem label={t('inviteEmail')} isOptional />
    </FormDialogue>
  );
}
