import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Trigger, useDeleteTriggerMutation, useFireTriggerMutation, usePauseTriggerMutation, useResumeTriggerMutation, useRotateTriggerSecretMutation,
} from '../../api/workflow-triggers.ts';
import type { MenuChoice } from '../../shared/menu.tsx';
import { MoreMenu } from '../../shared/more-menu.tsx';
import { type Question, QuestionDialogue } from '../../shared/question-dialogue.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';

interface TriggerActionsProps {
  readonly trigger: Trigger;
  readonly onEdit: () => void;
  readonly onHistory: () => void;
  readonly onSecret: (secret: string) => void;
}

/** What can be done with a trigger. */
export function TriggerActions({ trigger, onEdit, onHistory, onSecret }: TriggerActionsProps) {
  const { t } = useTranslation('workflowTriggers');
  const { can } = useWorkspace();
  const attempt = useAttempt();
  const [pause] = usePauseTriggerMutation();
  const [resume] = useResumeTriggerMutation();
  const [fire, { isLoading: isFiring }] = useFireTriggerMutation();
  const [rotate] = useRotateTriggerSecretMutation();
  const [remove] = useDeleteTriggerMutation();
  const [question, setQuestion] = useState<Question>();
  const { id, name, kind, state } = trigger;
  const params = { trigger_id: id };
  const isPaused = state === 'paused';

  const asking = (asked: Omit<Question, 'onConfirm'>, action: () => Promise<unknown>): void =>
    setQuestion({
      ...asked,
      onConfirm: async () => {
        await action();
        setQuestion(undefined);
      },
    });
  const newSecret = async (): Promise<void> => {
    const request = rotate({ params, body: {} }).unwrap();
    if (await attempt(request)) onSecret((await request).secret);
  };
  const choices: MenuChoice[] = [
    { key: 'edit', label: t('edit'), onChoose: onEdit },
    isPaused
      ? { key: 'resume', label: t('resume'), onChoose: () => void attempt(resume({ params }).unwrap(), t('resumed')) }
      : { key: 'pause', label: t('pause'), onChoose: () => void attempt(pause({ params }).unwrap(), t('paused')) },
    ...(kind === 'webhook' ? [{ key: 'rotate', label: t('rotate'), onChoose: () => asking({ title: t('rotateQuestion', { name }), text: t('rotateText'), action: t('rotate'), isDangerous: true }, newSecret) }] : []),
    {
      key: 'delete',
      label: t('delete'),
      isDangerous: true,
      onChoose: () => asking({ title: t('deleteQuestion', { name }), text: t('deleteText'), action: t('delete'), isDangerous: true }, () => attempt(remove({ params }).unwrap(), t('deleted'))),
    },
  ];
  return (
    <>
      {can('workflow.run') && (
        <Button size="small" loading={isFiring} aria-label={`${t('fireNow')}: ${name}`} onClick={() => void attempt(fire({ params, body: {} }).unwrap(), t('fired'))}>
          {t('fireNow')}
        </Button>
      )}
      {can('trace.read') && (
        <Button size="small" aria-label={`${t('history')}: ${name}`} onClick={onHistory}>
          {t('history')}
        </Button>
      )}
      {can('workflow.edit') && <MoreMenu label={t('more', { name })} sections={[{ key: 'all', choices }]} />}
      {question && <QuestionDialogue {...question} onCancel={() => setQuestion(undefined)} />}
    </>
  );
}
