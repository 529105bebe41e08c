import { Button, Spin } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { useUpdateWorkspaceMutation } from '../../api/workspaces.ts';
import { CopyButton } from '../../shared/copy-button.tsx';
import { Facts } from '../../shared/facts.tsx';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { Page, Section } from '../../shared/page.tsx';
import { StatusTag } from '../../shared/status-tag.tsx';
import { Time } from '../../shared/time.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';
import { DeleteWorkspaceDialogue } from './delete-workspace-dialogue.tsx';

/** The workspace itself: what it is, and where to begin. */
export function OverviewPage() {
  const { t } = useTranslation('workspaces');
  const { t: common } = useTranslation();
  const { workspaceId, workspace, error, can } = useWorkspace();
  const [isRenaming, setIsRenaming] = useState(false);
  const [isDeleting, setIsDeleting] = useState(false);
  const navigate = useNavigate();
  const [update] = useUpdateWorkspaceMutation();

  if (error !== undefined) return <Page title={t('overview')}><FailureNotice failure={error} /></Page>;
  if (workspace === undefined) return <Page title={t('overview')}><Spin aria-label={common('loading')} /></Page>;
  const { id, name, kind, role, created_at: createdAt } = workspace;
  return (
    <Page
      title={name}
      text={kind === 'team' ? t('teamText') : t('personalText')}
      actions={
        <>
          {can('workspace.manage') && <Button onClick={() => setIsRenaming(true)}>{t('rename')}</Button>}
          {kind === 'team' && can('workspace.own') && <Button danger onClick={() => setIsDeleting(true)}>{t('delete')}</Button>}
        </>
      }
    >
      <Section title={t('overview')}>
        <Facts
          facts={[
            [t('yourRole'), <StatusTag key="role" kind="neutral">{common(`roles.${role}`)}</StatusTag>],
            [t('id'), <span key="id"><code>{id}</code> <CopyButton text={id} /> <span className="quiet">{t('idHint')}</span></span>],
            [t('createdAt'), <Time key="created" seconds={createdAt} />],
          ]}
        />
      </Section>
      <Section title={t('next')}>
        <ul>
          {can('model.manage') && <li><Link to={`/w/${workspaceId}/models`}>{t('toModels')}</Link></li>}
          {can('bot.edit') && <li><Link to={`/w/${workspaceId}/bots`}>{t('toBots')}</Link></li>}
          {can('workflow.edit') && <li><Link to={`/w/${workspaceId}/workflows`}>{t('toWorkflows')}</Link></li>}
          {kind === 'team' && can('member.read') && (
            <li><Link to={`/w/${workspaceId}/members`}>{t('toMembers')}</Link></li>
          )}
          <li><Link to="/account/tokens">{t('toTokens')}</Link></li>
          <li><a href="/docs/api">{t('toReference')}</a></li>
        </ul>
      </Section>
      {isDeleting && (
        // How far the removal has come stands on the page of the account.
        <DeleteWorkspaceDialogue workspace={workspace} onClose={() => setIsDeleting(false)} onDeleted={() => void navigate('/account')} />
      )}
      {isRenaming && (
        <FormDialogue<{ name: string }>
          title={t('renameTitle')}
          action={common('save')}
          initialValues={{ name }}
          onSubmit={(body) => update({ params: { workspace_id: id }, body }).unwrap()}
          onClose={() => setIsRenaming(false)}
        >
          <NameItem />
        </FormDialogue>
      )}
    </Page>
  );
}
