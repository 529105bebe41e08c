import type { Model } from '@buckle/contract';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteModelMutation, useUpdateModelMutation } from '../../api/models.ts';
import type { MenuSection } from '../../shared/menu.tsx';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { useNotices } from '../../shared/notices.tsx';
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
  const { ask } = useNotices();
  const [update] = useUpdateModelMutation();
  const [remove] = useDeleteModelMutation();
  const attempt = useAttempt();
  const { id, type, name, enabled, is_default: isDefault } = model;
  const params = { model_id: id };

  const change = (body: { enabled?: boolean; is_default?: boolean }) => attempt(update({ params, body }).unwrap(), common('saved'));
  const ending = (title: string, action: string, onConfirm: () => Promise<unknown>) => () => ask({ title, action, isDangerous: true, onConfirm });
  const erase = () => attempt(remove({ params }).unwrap(), t('deleted', { name }));
  const sections: MenuSection[] = [
    {
      key: 'change',
      choices: [
        { key: 'edit', label: t('edit'), onChoose: onEdit },
        isDefault
          ? { key: 'default', label: t('withdrawDefault'), onChoose: () => void change({ is_default: false }) }
          : { key: 'default', label: t('makeDefault'), isDisabled: !enabled, onChoose: () => void change({ is_default: true }) },
        enabled
          ? { key: 'enabled', label: t('disable'), onChoose: ending(t(type === 'chat' ? 'disableQuestion' : 'disableTextQuestion', { name }), t('disable'), () => change({ enabled: false })) }
          : { key: 'enabled', label: t('enable'), onChoose: () => void change({ enabled: true }) },
      ],
    },
    { key: 'end', choices: [{ key: 'delete', label: t('delete'), isDangerous: true, onChoose: ending(t(type === 'chat' ? 'deleteQuestion' : 'deleteTextQuestion', { name }), t('delete'), erase) }] },
  ];
  return (
    <>
      <Button size="small" aria-label={t('testOf', { name })} onClick={onTest}>{t('test')}</Button>
      <MoreMenu label={t('more', { name })} sections={sections} />
    </>
  );
}
