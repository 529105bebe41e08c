import type { Retention, WorkspaceRetention } from '@buckle/contract';
import { Button, Form, InputNumber, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useGetRetentionQuery, usePutRetentionMutation } from '../../api/usage.ts';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { Section } from '../../shared/page.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import styles from './limits-dialogue.module.css';

const kinds = ['conversations_days', 'traces_days', 'files_days', 'usage_days', 'work_days'] as const satisfies readonly (keyof Retention)[];
const LONGEST = 36_500;
/** For how many days ended work is kept where nobody says otherwise. */
const USUAL_WORK = 7;

/** How long the workspace keeps what it holds, and the form that sets it. */
export function RetentionSection({ workspaceId }: { readonly workspaceId: string }) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const params = { workspace_id: workspaceId };
  const { data, error, refetch } = useGetRetentionQuery({ params }, { refetchOnMountOrArgChange: true });
  const [isOpen, setIsOpen] = useState(false);
  if (error !== undefined) return <Section title={t('retention')}><FailureNotice failure={error} onRetry={() => void refetch()} /></Section>;
  if (data === undefined) return <Section title={t('retention')}><Spin aria-label={common('loading')} /></Section>;
  return (
    <Section title={t('retention')}>
      <Facts facts={kinds.map((kind) => [t(`retained.${kind}`), <Kept key={kind} kind={kind} retention={data} />])} />
      {can('workspace.manage') && <Button onClick={() => setIsOpen(true)}>{t('setRetention')}</Button>}
      {isOpen && <RetentionDialogue workspaceId={workspaceId} own={data.own} onClose={() => setIsOpen(false)} />}
    </Section>
  );
}

function Kept({ kind, retention: { own, instance } }: { readonly kind: keyof Retention; readonly retention: WorkspaceRetention }) {
  const { t } = useTranslation('usage');
  const days = Math.min(own[kind] ?? Infinity, instance[kind] ?? Infinity);
  if (days === Infinity) return kind === 'work_days' ? t('days', { count: USUAL_WORK }) : t('keptForEver');
  const isOfInstance = days !== own[kind];
  return <>{t('days', { count: days })} {isOfInstance && <span className="quiet">{t('byInstance')}</span>}</>;
}

/** Nothing, or a whole number of days: what is typed is not changed into one, since a shorter time removes more. */
function isDays(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= LONGEST);
}

type Values = Partial<Record<keyof Retention, number | null>>;

function RetentionDialogue({ workspaceId, own, onClose }: { readonly workspaceId: string; readonly own: Retention; readonly onClose: () => void }) {
  const { t } = useTranslation('usage');
  const { t: common } = useTranslation();
  const { ask, done } = useNotices();
  const attempt = useAttempt();
  const [put] = usePutRetentionMutation();
  const send = async (values: Values): Promise<void> => {
    const body: Retention = Object.fromEntries(Object.entries(values).filter(([, value]) => typeof value === 'number'));
    const save = () => put({ params: { workspace_id: workspaceId }, body }).unwrap();
    const kept = (days: Retention, kind: keyof Retention): number => days[kind] ?? (kind === 'work_days' ? USUAL_WORK : Infinity);
    const isShorter = kinds.some((kind) => kept(body, kind) < kept(own, kind));
    if (!isShorter) {
      await save();
      done(common('saved'));
      return;
    }
    ask({ title: t('shortenQuestion'), text: t('shortenText'), action: common('save'), isDangerous: true, onConfirm: () => attempt(save(), common('saved')) });
  };
  return (
    <FormDialogue<Values> title={t('setRetention')} text={t('setRetentionText')} action={common('save')} initialValues={own} onSubmit={send} onClose={onClose}>
      {kinds.map((kind) => (
        <Form.Item key={kind} name={kind} label={t(`retained.${kind}`)} rules={[{ validator: (_, days: unknown) => (isDays(days) ? Promise.resolve() : Promise.reject(new Error(t('wholeDays', { most: LONGEST })))) }]}>
          <InputNumber<number>
            className={styles['number'] ?? ''}
            controls={false}
            placeholder={kind === 'work_days' ? t('days', { count: USUAL_WORK }) : t('keptForEver')}
          />
        </Form.Item>
      ))}
    </FormDialogue>
  );
}
