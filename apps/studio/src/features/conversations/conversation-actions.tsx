import { MoreOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useDeleteConversationMutation, useRenameConversationMutation } from '../../api/conversations.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { Menu, type MenuSection } from '../../shared/menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { type ExportForm, useExport } from './use-export.ts';

interface ConversationActionsProps {
  readonly conversationId: string;
  readonly name: string;
  readonly onChanged: () => void;
}

/** What can be done with a conversation: keep it elsewhere, name it, delete it. */
export function ConversationActions({ conversationId, name, onChanged }: ConversationActionsProps) {
  const { t } = useTranslation('conversations');
  const { t: common } = useTranslation();
  const { ask } = useNotices();
  const { workspaceId, can } = useWorkspace();
  const { search } = useLocation();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [rename] = useRenameConversationMutation();
  const [remove] = useDeleteConversationMutation();
  const { run, count } = useExport(conversationId);
  const [isRenaming, setIsRenaming] = useState(false);
  const params = { conversation_id: conversationId };

  const erase = async (): Promise<void> => {
    if (!(await attempt(remove({ params }).unwrap(), t('deleted')))) return;
    await navigate({ pathname: `/w/${workspaceId}/conversations`, search });
    onChanged();
  };
  const keep = (form: ExportForm) => ({ key: form, label: t(`exports.${form}`), onChoose: () => void attempt(run(form)) });
  const askToErase = (): void => ask({ title: t('deleteQuestion'), action: t('delete'), isDangerous: true, onConfirm: erase });
  const change: MenuSection = {
    key: 'change',
    choices: [
      { key: 'rename', label: t('rename'), onChoose: () => setIsRenaming(true) },
      { key: 'delete', label: t('delete'), isDangerous: true, onChoose: askToErase },
    ],
  };
  const sections: MenuSection[] = [{ key: 'keep', choices: [keep('markdown'), keep('json')] }, ...(can('conversation.write') ? [change] : [])];
  return (
    <>
      <Menu
        sections={sections}
        trigger={(trigger) => (
          <Button {...trigger} icon={<MoreOutlined />} aria-label={t('more')} loading={count !== undefined}>
            {count !== undefined && count > 0 ? t('exporting', { count }) : ''}
          </Button>
        )}
      />
      {isRenaming && (
        <FormDialogue<{ name?: string }>
          title={t('rename')}
          action={common('save')}
          initialValues={{ name }}
          onSubmit={(body) => rename({ params, body: { name: body.name ?? '' } }).unwrap()}
          onClose={() => setIsRenaming(false)}
        >
          <Form.Item name="name" label={common('name')}>
            <Input maxLength={100} autoComplete="off" autoFocus />
          </Form.Item>
        </FormDialogue>
      )}
    </>
  );
}
