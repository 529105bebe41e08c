import type { OAuthApp } from '@buckle/contract';
import { Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateOAuthAppKeyMutation, useDeleteOAuthAppKeyMutation } from '../../api/oauth.ts';
import { absoluteLink } from '../../shared/absolute-link.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { CopyButton } from '../../shared/copy-button.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './keys-dialogue.module.css';
import type { ShownSecret } from './shown-secret.ts';

/** As many keys as the server lets a service have. */
const KEYS_AT_MOST = 3;

interface KeysDialogueProps {
  readonly app: OAuthApp;
  readonly onClose: () => void;
  readonly onSecret: (shown: ShownSecret) => void;
}

/** The keys that a service signs with, and the link with which users let it in. Mount it to open it. */
export function KeysDialogue({ app, onClose, onSecret }: KeysDialogueProps) {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  const [create, { isLoading }] = useCreateOAuthAppKeyMutation();
  const [remove] = useDeleteOAuthAppKeyMutation();
  const attempt = useAttempt();
  const params = { app_id: app.id };
  const link = absoluteLink(`/api/permission/oauth2/authorize?client_id=${app.id}`);

  const add = async (): Promise<void> => {
    const answer = create({ params, body: {} }).unwrap();
    if (await attempt(answer)) onSecret({ kind: 'privateKey', text: (await answer).private_key ?? '' });
  };
  return (
    <Modal open title={t('keysTitle', { name: app.name })} onCancel={onClose} footer={<Button onClick={onClose}>{common('close')}</Button>}>
      <p className="quiet">{t('keysText')}</p>
      {app.keys.length === 0 && <p>{t('noKeys')}</p>}
      <ul className={styles['keys']}>
        {app.keys.map(({ kid, created_at: at }) => (
          <li key={kid}>
            <div>
              <code>{kid}</code> <CopyButton text={kid} />
              <div className="quiet">
                <Time seconds={at} />
              </div>
            </div>
            <ConfirmButton
              action={common('remove')}
              object={kid}
              question={t('removeKeyQuestion')}
              onConfirm={() => attempt(remove({ params: { ...params, kid } }).unwrap())}
            />
          </li>
        ))}
      </ul>
      <Button loading={isLoading} disabled={app.keys.length >= KEYS_AT_MOST} onClick={() => void add()}>
        {t('addKey')}
      </Button>
      <h3>{t('link')}</h3>
      <p className="quiet">{t('linkText')}</p>
      <p className={styles['link']}>
        <code>{link}</code> <CopyButton text={link} />
      </p>
    </Modal>
  );
}
