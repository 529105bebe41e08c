import type { Role } from '@buckle/contract';
import { Form, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useAddMemberMutation } from '../../api/workspaces.ts';
import { EmailItem } from '../../shared/email-item.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { givableRoles } from './role-select.tsx';

interface AddMemberDialogueProps {
  readonly workspaceId: string;
  readonly mayOwn: boolean;
  readonly onClose: () => void;
}

/** Adds somebody who has an account, by e-mail. */
export function AddMemberDialogue({ workspaceId, mayOwn, onClose }: AddMemberDialogueProps) {
  const { t } = useTranslation('members');
  const { t: common } = useTranslation();
  const { done } = useNotices();
  const [add] = useAddMemberMutation();
  const send = async ({ email, role }: { email: string; role: Role }): Promise<void> => {
    const member = await add({ params: { workspace_id: workspaceId }, body: { email: email.trim(), role } }).unwrap();
    done(t('added', { name: member.nick_name }));
  };
  return (
    <FormDialogue title={t('add')} text={t('addText')} action={common('add')} initialValues={{ role: 'editor' as Role }} onSubmit={send} onClose={onClose}>
      <EmailItem label={common('email')} />
      <Form.Item name="role" label={t('role')}>
        <Select<Role>
          options={givableRoles(mayOwn).map((role) => ({ value: role, label: common(`roles.${role}`), text: t(`roleTexts.${role}`) }))}
          optionRender={({ data }) => (
            <>
              {data.label}
              <div className="quiet">{data.text}</div>
            </>
          )}
        />
      </Form.Item>
    </FormDialogue>
  );
}
