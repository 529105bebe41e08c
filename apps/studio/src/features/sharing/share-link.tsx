import type { Sharing } from '@buckle/contract';
import { Button, Input, Popconfirm, QRCode, theme } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePutSharingMutation } from '../../api/share.ts';
import { absoluteLink } from '../../shared/absolute-link.ts';
import { CopyButton } from '../../shared/copy-button.tsx';
import { Section } from '../../shared/page.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import styles from './sharing.module.css';

interface ShareLinkProps {
  readonly botId: string;
  readonly sharing: Sharing;
  readonly mayChange: boolean;
}

/** The link of the page: to be copied, scanned, opened, and replaced. */
export function ShareLink({ botId, sharing, mayChange }: ShareLinkProps) {
  const { t } = useTranslation('sharing');
  const { t: common } = useTranslation();
  const { token } = theme.useToken();
  const [put] = usePutSharingMutation();
  const attempt = useAttempt();
  const link = absoluteLink(sharing.path);
  const { access, messages_per_minute, messages_per_day } = sharing;
  const renew = () => attempt(put({ params: { bot_id: botId }, body: { access, messages_per_minute, messages_per_day, renew_link: true } }).unwrap(), t('renewed'));
  return (
    <Section title={t('link')} text={t(`accessTexts.${access}`)}>
      <div className={styles['link']}>
        <div>
          <div className={styles['address']}>
            <Input readOnly aria-label={t('link')} value={link} onFocus={(event) => event.target.select()} />
            <CopyButton text={link} isPrimary />
          </div>
          <div className={styles['buttons']}>
            <Button href={sharing.path} target="_blank" rel="noopener">{t('open')}</Button>
            {mayChange && (
              <Popconfirm title={t('renewQuestion')} okText={t('renew')} cancelText={common('cancel')} okButtonProps={{ danger: true }} onConfirm={() => void renew()}>
                <Button>{t('renew')}</Button>
              </Popconfirm>
            )}
          </div>
        </div>
        <figure className={styles['code']}>
          {/* Dark on light in both themes: not every camera reads the reverse. */}
          <div aria-hidden="true">
            <QRCode type="svg" value={link} size={132} color="#101312" bgColor="#ffffff" bordered={false} style={{ borderRadius: token.borderRadius }} />
          </div>
          <figcaption className="quiet">{t('scan')}</figcaption>
        </figure>
      </div>
    </Section>
  );
}
