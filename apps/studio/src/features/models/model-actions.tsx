import type { Model } from '@buckle/contract';
import { MoreOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteModelMutation, useUpdateModelMutation } from '../../api/models.ts';
import { useAttempt } from '../../shared/use-attempt.tsx';

interface ModelActionsProps {
  readonly model: Model;
  readonly onTest: () => void;
  readonly onEdit: () => void;
}

/** What can be done with a model by those who manage it. */
export function ModelActions({ model, onTest, onEdit }: ModelActionsProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const { modal } = App.useApp();
  const [update] = useUpdateModelMutation();
  const [remove] = useDeleteModelMutation();
  const attempt = useAttempt();
  const { id, name, enabled, is_default: isDefault } = model;
  const params = { model_id: id };

  const change = (body: { enabled?: boolean; is_default?: boolean }) => attempt(update({ params, body }).unwrap(), common('saved'));
  const ask = (title: string, okText: string, onOk: () => Promise<unknown>): void => {
    void modal.confirm({ title, okText, cancelText: common('cancel'), okButtonProps: { danger: true }, onOk });
  };
  const items: MenuProps['items'] = [
    { key: 'edit', label: t('edit'), onClick: onEdit },
    isDefault
      ? { key: 'default', label: t('withdrawDefault'), onClick: () => void change({ is_default: false }) }
      : { key: 'default', label: t('makeDefault'), disabled: !enabled, onClick: () => void change({ is_default: true }) },
    enabled
      ? { key: 'enabled', label: t('disable'), onClick: () => ask(t('disableQuestion', { name }), t('disable'), () => change({ enabled: false })) }
      : { key: 'enabled', label: t('enable'), onClick: () => void change({ enabled: true }) },
    { type: 'divider' },
    {
      key: 'delete',
      label: t('delete'),
      danger: true,
      onClick: () => ask(t('deleteQuestion', { name }), t('delete'), () => attempt(remove({ params }).unwrap(), t('deleted', { name }))),
    },
  ];
  return (
    <>
      <Button size="small" aria-label={t('testOf', { name })} onClick={onTest}>{t('test')}</Button>
      <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
        <Button size="small" icon={<MoreOutlined />} aria-label={t('more', { name })} />
      </Dropdown>
    </>
  );
}
