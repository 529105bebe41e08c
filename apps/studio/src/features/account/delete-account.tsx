import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { useDeleteOwnAccountMutation } from '../../api/account.ts';
import { signedOut } from '../../api/session.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { forgetWorkspace } from '../../shared/use-workspace.ts';

/** Deletes the user's own account, once they have given their password. */
export function DeleteAccount() {
  const { t } = useTranslation('account');
  const { t: common } = useTranslation();
  const dispatch = useDispatch();
  const [isOpen, setIsOpen] = useState(false);
  const [remove] = useDeleteOwnAccountMutation();
  const send = async (body: { password: string }): Promise<void> => {
    await remove({ body }).unwrap();
    forgetWorkspace();
    // What this tab remembers of unsaved work is for nobody else.
    sessionStorage.clear();
    dispatch(signedOut());
  };
  return (
    <>
      <Button danger onClick={() => setIsOpen(true)}>{t('delete')}</Button>
      {isOpen && (
        <FormDialogue<{ password: string }> title={t('delete')} text={t('deleteText')} action={t('delete')} isDangerous onSubmit={send} onClose={() => setIsOpen(false)}>
          <Form.Item name="password" label={t('currentPassword')} rules={[{ required: true, message: common('required') }]}>
            <Input.Password autoComplete="current-password" maxLength={256} />
          </Form.Item>
        </FormDialogue>
      )}
    </>
  );
}
