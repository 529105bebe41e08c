import { Alert, Button, Spin } from 'antd';
import { lazy, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { useGetBotDraftQuery } from '../../api/bots.ts';
import { isStuck } from '../../shared/draft-keeper.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { LeaveQuestion } from '../../shared/leave-question.tsx';
import { Page } from '../../shared/page.tsx';
import { SaveNote } from '../../shared/save-note.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { BotFrame, type FramedBot } from '../bot/index.ts';
import type { EditedBot } from './edited-bot.ts';
import { EditingProvider } from './editing.ts';
import styles from './editor.module.css';
import { PreviewPane } from './preview-pane.tsx';
import { PromptPane } from './prompt-pane.tsx';
import { SettingsPane } from './settings-pane.tsx';
import { type Editing, useKeeper } from './use-keeper.ts';

const ConflictDialogue = lazy(async () => ({ default: (await import('./conflict-dialogue.tsx')).ConflictDialogue }));

const panes = ['prompt', 'settings', 'preview'] as const;

/** The editor of a bot: its prompt, its settings, and the draft to talk with. */
export function BotEditorPage() {
  const { t } = useTranslation('bots');
  const { t: common } = useTranslation();
  const { botId = '' } = useParams();
  const { data: draft, error, refetch } = useGetBotDraftQuery({ params: { bot_id: botId } }, { refetchOnMountOrArgChange: true });
  if (draft === undefined) {
    return (
      <Page title={t('title')}>
        {error === undefined ? <Spin aria-label={common('loading')} /> : <FailureNotice failure={error} onRetry={() => void refetch()} />}
      </Page>
    );
  }
  return <Editor key={botId} bot={draft} />;
}

function Editor({ bot }: { readonly bot: FramedBot & { readonly revision: number } }) {
  const { t } = useTranslation('botEditor');
  const { can } = useWorkspace();
  const editing = useKeeper(bot.bot_id, bot);
  const { edited, problems, state, keeper } = editing;
  const [pane, setPane] = useState<(typeof panes)[number]>('prompt');
  const isReadOnly = !can('bot.edit');
  const change = useCallback((changes: Partial<EditedBot>) => keeper.change({ ...keeper.kept().edited, ...changes }), [keeper]);
  return (
    <EditingProvider value={{ edited, problems, change, isReadOnly }}>
      <BotFrame
        bot={bot}
        name={edited.name}
        state={!isReadOnly && <SaveNote state={state} problems={problems.size} />}
        beforePublish={() => keeper.flush()}
        isWhole
      >
        <Notices editing={editing} isReadOnly={isReadOnly} />
        <div className={styles['switch']} role="group" aria-label={t('panesLabel')}>
          {panes.map((each) => (
            <button key={each} type="button" aria-pressed={pane === each} onClick={() => setPane(each)}>
              {t(`panes.${each}`)}
            </button>
          ))}
        </div>
        <div className={styles['panes']} data-pane={pane}>
          <section className={styles['pane']} aria-label={t('promptTitle')}>
            <PromptPane />
          </section>
          <section className={styles['pane']} aria-label={t('settingsTitle')}>
            <SettingsPane />
          </section>
          <section className={styles['pane']} aria-label={t('previewTitle')}>
            <PreviewPane botId={bot.bot_id} editing={editing} />
          </section>
        </div>
      </BotFrame>
      <LeaveQuestion isUnsaved={isStuck(state)} />
    </EditingProvider>
  );
}

/** What the user has to know about what was typed: that it is not saved and why, or that it is here again. */
function Notices({ editing: { state, keeper, edited, problems, base, isRestored }, isReadOnly }: { readonly editing: Editing; readonly isReadOnly: boolean }) {
  const { t } = useTranslation('botEditor');
  const { t: words } = useTranslation('drafts');
  const [isDismissed, setIsDismissed] = useState(false);
  return (
    <div className={styles['notices']}>
      {isReadOnly && <Alert type="info" banner title={t('readOnly')} />}
      {isRestored && !isReadOnly && <Alert type="info" banner closable title={words('restored')} />}
      {state.kind === 'failed' && <FailureNotice failure={state.failure} onRetry={() => void keeper.flush()} />}
      {state.kind === 'conflict' && (
        <>
          <Alert type="warning" banner title={words('conflictTitle')} action={<Button size="small" disabled={problems.size > 0} onClick={() => setIsDismissed(false)}>{words('conflictOpen')}</Button>} />
          <Suspense>
            {/* What is being corrected cannot be compared yet. */}
            {!isDismissed && problems.size === 0 && (
              <ConflictDialogue
                edited={edited}
                base={base}
                theirs={state.theirs}
                onResolve={(chosen) => void keeper.resolve(chosen)}
                onClose={() => setIsDismissed(true)}
              />
            )}
          </Suspense>
        </>
      )}
    </div>
  );
}
