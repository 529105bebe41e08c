import type { AuditEntry } from '@buckle/contract';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useListAuditInfiniteQuery } from '../../api/audit.ts';
import { PagedTable } from '../../shared/paged-table.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useFormRules } from '../../shared/use-form-rules.ts';
import { ActionList, ActionName } from './action-name.tsx';
import { ActorName } from './actor-name.tsx';
import styles from './audit-search.module.css';
import { type AuditFilter, queryOf } from './audit-filter.ts';
import { EntryDetails } from './entry-details.tsx';

const kinds = { begun: 'doubtful', done: 'good', refused: 'doubtful', failed: 'bad' } as const;

const ACTIONS = 'audit-actions';

/** The log of a workspace, or of the instance without one, with a search over it. */
export function AuditSearch({ workspaceId }: { readonly workspaceId?: string }) {
  const { t } = useTranslation('audit');
  const { t: common } = useTranslation();
  const [form] = Form.useForm<AuditFilter>();
  const rules = useFormRules();
  const [filter, setFilter] = useState<AuditFilter>({});
  const list = useListAuditInfiniteQuery(
    { query: { ...queryOf(filter), ...(workspaceId === undefined ? {} : { workspace_id: workspaceId }) } },
    // Who opens the log wants to see what has just happened.
    { refetchOnMountOrArgChange: true },
  );
  return (
    <>
      <Form<AuditFilter> {...rules} form={form} layout="vertical" className={styles['search'] ?? ''} onFinish={setFilter}>
        <Form.Item name="action" label={t('action')}>
          <Input allowClear placeholder="member.add" maxLength={100} title={t('actionHint')} list={ACTIONS} />
        </Form.Item>
        <Form.Item name="actor" label={t('actor')}>
          <Input allowClear placeholder={t('actorHint')} maxLength={64} />
        </Form.Item>
        <Form.Item name="from" label={t('from')}>
          <Input type="date" />
        </Form.Item>
        <Form.Item name="to" label={t('to')}>
          <Input type="date" />
        </Form.Item>
        <ActionList id={ACTIONS} />
        <div className={styles['buttons']}>
          <Button type="primary" htmlType="submit">{t('search')}</Button>
          <Button onClick={() => { form.resetFields(); setFilter({}); }}>{t('clear')}</Button>
        </div>
      </Form>
      <PagedTable<AuditEntry>
        label={t('title')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'when', title: t('when'), render: ({ at }) => <Time seconds={at} /> },
          { key: 'action', title: t('action'), render: ({ action }) => <ActionName action={action} /> },
          { key: 'actor', title: t('actor'), render: ({ actor_id: id }) => <ActorName id={id} {...(workspaceId !== undefined && { workspaceId })} /> },
          {
            key: 'resource',
            title: t('resource'),
            render: ({ resource_type: type, resource_id: id }) => <>{type} {id !== '' && id !== type && <code>{id}</code>}</>,
          },
          { key: 'outcome', title: t('outcome'), render: ({ outcome }) => <StatusTag kind={kinds[outcome]}>{t(`outcomes.${outcome}`)}</StatusTag> },
          { key: 'details', title: common('actions'), isActions: true, render: (entry) => <EntryDetails entry={entry} /> },
        ]}
      />
    </>
  );
}
