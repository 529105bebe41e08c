import { Alert, Button, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Trigger } from '../../api/workflow-triggers.ts';
import { absoluteLink } from '../../shared/absolute-link.ts';
import { CodeText } from '../../shared/code-text.tsx';
import { curlOf } from './curl-of.ts';

interface WebhookDialogueProps {
  readonly trigger: Trigger;
  readonly secret: string;
  readonly onClose: () => void;
}

/** The address and the secret of a webhook, which is shown this once, and a call that works. */
export function WebhookDialogue({ trigger, secret, onClose }: WebhookDialogueProps) {
  const { t } = useTranslation('workflowTriggers');
  const { t: common } = useTranslation();
  const address = absoluteLink(trigger.webhook?.path ?? '');
  return (
    <Modal open title={t('secretTitle')} width={640} closable={false} keyboard={false} mask={{ closable: false }} footer={<Button onClick={onClose}>{common('close')}</Button>}>
      <Alert type="warning" showIcon title={common('shownOnce')} />
      <h3>{t('address')}</h3>
      <CodeText text={address} label={t('address')} />
      <h3>{t('secret')}</h3>
      <CodeText text={secret} label={t('secret')} />
      <h3>{t('tryIt')}</h3>
      <CodeText text={curlOf(trigger, address, secret)} label={t('tryIt')} />
    </Modal>
  );
}
