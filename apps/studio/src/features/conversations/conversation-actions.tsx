import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Form, Input, type MenuProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { useDeleteConversationMutation, useRenameConversationMutation } from '../../api/conversations.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
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
  const { modal } = App.useApp();
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
  const keep = (form: ExportForm) => ({ key: form, label: t(`exports.${form}`), onClick: () => void attempt(run(form)) });
  const items: MenuProps['items'] = [
    keep('markdown'),
    keep('json'),
    ...(can('conversation.write')
      ? [
          { type: 'divider' as const },
          { key: 'rename', label: t('rename'), onClick: () => setIsRenaming(true) },
          {
            key: 'delete',
            label: t('delete'),
            danger: true,
            onClick: () =>
              void modal.confirm({ title: t('deleteQuestion'), okText: t('delete'), cancelText: common('cancel'), okButtonProps: { danger: true }, onOk: erase }),
          },
        ]
      : []),
  ];
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight" disabled={count !== undefined}>
        <Button icon={<MoreOutlined />} aria-label={t('more')} loading={count !== undefined}>
          {count !== undefined && count > 0 ? t('exporting', { count }) : ''}
        </Button>
      </Dropdown>
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
