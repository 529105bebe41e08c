import type { BotDefinition, PublishStatus } from '@buckle/contract';
import { Button } from 'antd';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Frame } from '../../shared/frame.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';

const PublishDialogue = lazy(async () => ({ default: (await import('./publish-dialogue.tsx')).PublishDialogue }));

/** A bot as the frame of its pages needs it. */
export interface FramedBot {
  readonly bot_id: string;
  readonly publish_status: PublishStatus;
  readonly online_version?: string | undefined;
  readonly definition: BotDefinition;
}

interface BotFrameProps {
  readonly bot: FramedBot;
  /** The name as it is being edited, where it is. */
  readonly name?: string;
  /** Beside the name: how saving stands. */
  readonly state?: ReactNode;
  /** Called before the draft is shown for publishing; resolves to whether it is saved as it is seen. */
  readonly beforePublish?: () => Promise<boolean>;
  /** Whether the page fills the window, its parts scroll, and the name is its heading. */
  readonly isWhole?: boolean;
  readonly children: ReactNode;
}

const tabs = [
  { word: 'edit', path: '' },
  { word: 'versions', path: '/versions' },
  { word: 'share', path: '/share' },
  { word: 'api', path: '/api' },
] as const;

/** What the pages of one bot have in common: its name, the way between them, and publishing. */
export function BotFrame({ bot, name = bot.definition.name, state, beforePublish, isWhole = false, children }: BotFrameProps) {
  const { t } = useTranslation('bots');
  const { workspaceId, can } = useWorkspace();
  const [isPublishing, setIsPublishing] = useState(false);
  const base = `/w/${workspaceId}/bots`;
  const publish = async (): Promise<void> => {
    if (beforePublish === undefined || (await beforePublish())) setIsPublishing(true);
  };
  return (
    <Frame
      name={name}
      status={bot.publish_status}
      state={state}
      back={{ label: t('back'), to: base }}
      tabs={tabs.map(({ word, path }) => ({ label: t(`tabs.${word}`), to: `${base}/${bot.bot_id}${path}` }))}
      tabsLabel={t('tabsLabel')}
      actions={can('bot.publish') && <Button type="primary" onClick={() => void publish()}>{t('publish')}</Button>}
      isWhole={isWhole}
    >
      {children}
      <Suspense>{isPublishing && <PublishDialogue botId={bot.bot_id} onClose={() => setIsPublishing(false)} />}</Suspense>
    </Frame>
  );
}
