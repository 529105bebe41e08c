import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateBotMutation } from '../../api/bots.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { type CreationProps, longestBotName } from './creation.ts';

/** Makes a bot from nothing. */
export function CreateBotDialogue({ workspaceId, onClose, onCreated }: CreationProps) {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  const [create] = useCreateBotMutation();
  const send = async (values: { name: string; description?: string }): Promise<void> => {
    const { bot_id: id } = await create({ body: { space_id: workspaceId, name: values.name, description: values.description ?? '' } }).unwrap();
    onCreated(id);
  };
  return (
    <FormDialogue title={t('create')} text={t('createText')} action={common('create')} onSubmit={send} onClose={onClose}>
      <NameItem longest={longestBotName} />
      <Form.Item name="description" label={t('descriptionLabel')} extra={t('descriptionHint')}>
        <Input.TextArea rows={2} maxLength={2000} />
      </Form.Item>
    </FormDialogue>
  );
}
