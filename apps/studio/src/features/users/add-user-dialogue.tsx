import { Checkbox, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateUserMutation } from '../../api/users.ts';
import { EmailItem } from '../../shared/email-item.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { useNotices } from '../../shared/notices.tsx';
import type { ShownLink } from './shown-link.ts';

interface UserValues {
  readonly name: string;
  readonly email: string;
  readonly isAdministrator?: boolean;
}

interface AddUserDialogueProps {
  readonly onClose: () => void;
  readonly onLink: (shown: ShownLink) => void;
}

/** Adds an account; its user chooses the password with a link. */
export function AddUserDialogue({ onClose, onLink }: AddUserDialogueProps) {
  const { t } = useTranslation('users');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [create] = useCreateUserMutation();
  const send = async ({ name, email, isAdministrator = false }: UserValues): Promise<void> => {
    const { user, password_link: link } = await create({ body: { name, email: email.trim(), instance_admin: isAdministrator } }).unwrap();
    done(t('added', { name: user.nick_name }));
    if (link) onLink({ label: t('passwordLink'), link });
  };
  return (
    <FormDialogue title={t('add')} text={t('addText')} action={common('add')} onSubmit={send} onClose={onClose}>
      <NameItem />
      <EmailItem label={common('email')} />
      <Form.Item name="isAdministrator" valuePropName="checked">
        <Checkbox>{t('makeAdministrator')}</Checkbox>
      </Form.Item>
    </FormDialogue>
  );
}
