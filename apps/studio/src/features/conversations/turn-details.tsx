import { DislikeOutlined, LikeOutlined } from '@ant-design/icons';
import type { Message } from '@buckle/contract';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { CitedPassages, TraceView, type Turn } from '../chat/index.ts';
import styles from './conversations-page.module.css';

/** Below a turn: when it was, what its reader thought of it, and on demand what it did. */
export function TurnDetails({ turn, messages }: { readonly turn: Turn; readonly messages: readonly Message[] }) {
  const { t } = useTranslation('conversations');
  const { can } = useWorkspace();
  const [isTraced, setIsTraced] = useState(false);
  const [first] = messages;
  return (
    <>
      {first && <span className="quiet"><Time seconds={first.created_at} /></span>}
      {turn.chatId !== '' && can('trace.read') && (
        <Button type="text" size="small" aria-expanded={isTraced} onClick={() => setIsTraced(!isTraced)}>
          {t('trace')}
        </Button>
      )}
      {turn.parts.length === 0 && <p className={`quiet ${styles['line']}`}>{t('noAnswer')}</p>}
      {messages.map(({ id, feedback }) => feedback && <Feedback key={id} feedback={feedback} />)}
      {can('trace.read') && <CitedPassages turn={turn} />}
      {isTraced && <div className={styles['trace']}><TraceView chatId={turn.chatId} /></div>}
    </>
  );
}

function Feedback({ feedback }: { readonly feedback: NonNullable<Message['feedback']> }) {
  const { t } = useTranslation('conversations');
  const { feedback_type: type, reason_types: reasons = [], comment = '' } = feedback;
  return (
    <p className={styles['line']}>
      {type === 'like' ? <LikeOutlined aria-hidden /> : <DislikeOutlined aria-hidden />} {t(`feedback.${type}`)}
      {reasons.length > 0 && `: ${reasons.join(', ')}`}
      {comment !== '' && <q>{comment}</q>}
    </p>
  );
}
