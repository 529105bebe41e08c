import { EditOutlined, HistoryOutlined } from '@ant-design/icons';
import type { SharedBot } from '@buckle/contract';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Initial } from '../../shared/person.tsx';
import styles from './shared-bot.module.css';
import { PastConversation, VisitorChat } from './visitor-chat.tsx';

const HistoryDrawer = lazy(async () => ({ default: (await import('./history-drawer.tsx')).HistoryDrawer }));

/** What a visitor talks in: a new conversation, told from others by a number, or one of before. */
type Place = { readonly number: number } | { readonly conversationId: string };

/** The bot, to talk with: one conversation at a time, and those of before in a drawer. */
export function VisitorPage({ slug, bot }: { readonly slug: string; readonly bot: SharedBot }) {
  const { t } = useTranslation('sharedBot');
  const [place, setPlace] = useState<Place>({ number: 0 });
  const [begun, setBegun] = useState<string>();
  const [isOpen, setIsOpen] = useState(false);
  const current = 'conversationId' in place ? place.conversationId : begun;
  const go = (next: Place): void => {
    setPlace(next);
    setBegun(undefined);
  };
  const goToNew = (): void => go({ number: 'number' in place ? place.number + 1 : 0 });
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <Initial name={bot.name} isSquare />
        <h1>{bot.name}</h1>
        <Button type="text" icon={<HistoryOutlined />} aria-label={t('history')} title={t('history')} onClick={() => setIsOpen(true)} />
        <Button type="text" icon={<EditOutlined />} aria-label={t('newConversation')} title={t('newConversation')} onClick={goToNew} />
      </header>
      <main className={styles['main']}>
        {'conversationId' in place ? (
          <PastConversation key={place.conversationId} slug={slug} bot={bot} conversationId={place.conversationId} />
        ) : (
          <VisitorChat key={place.number} slug={slug} bot={bot} onBegun={setBegun} />
        )}
        <p className={styles['note']}>{t('note')}</p>
      </main>
      <Suspense>
        {isOpen && (
          <HistoryDrawer
            slug={slug}
            current={current}
            onChoose={(conversationId) => {
              setIsOpen(false);
              if (conversationId !== current) go({ conversationId });
            }}
            onDeleted={(conversationId) => {
              if (conversationId === current) goToNew();
            }}
            onClose={() => setIsOpen(false)}
          />
        )}
      </Suspense>
    </div>
  );
}
