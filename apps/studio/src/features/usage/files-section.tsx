import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDeleteFileMutation, useListFilesInfiniteQuery } from '../../api/files.ts';
import { formatBytes } from '../../shared/amounts.ts';
import { ConfirmButton } from '../../shared/confirm-button.tsx';
import { contentOf } from '../../shared/content-of.ts';
import { PagedTable } from '../../shared/paged-table.tsx';
import { Section } from '../../shared/page.tsx';
import { Time } from '../../shared/time.tsx';
import { useAttempt } from '../../shared/use-attempt.tsx';
import { useWorkspace } from '../../shared/use-workspace.ts';

/** The files of the workspace. */
export function FilesSection({ workspaceId }: { readonly workspaceId: string }) {
  const { t, i18n } = useTranslation('usage');
  const { t: common } = useTranslation();
  const { can } = useWorkspace();
  const list = useListFilesInfiniteQuery({ query: { workspace_id: workspaceId } }, { refetchOnMountOrArgChange: true });
  const [remove] = useDeleteFileMutation();
  const attempt = useAttempt();
  return (
    <Section title={t('files')}>
      <PagedTable
        label={t('files')}
        list={list}
        keyOf={({ id }) => id}
        columns={[
          { key: 'name', title: t('fileName'), isHeading: true, render: ({ name }) => name },
          { key: 'size', title: t('fileSize'), render: ({ bytes }) => formatBytes(bytes, i18n.language) },
          { key: 'by', title: t('fileBy'), render: ({ owner_name: name }) => name || <span className="quiet">{t('deleted')}</span> },
          { key: 'when', title: t('fileWhen'), render: ({ created_at: at }) => <Time seconds={at} /> },
          {
            key: 'actions',
            title: common('actions'),
            isActions: true,
            render: ({ id, name }) => (
              <>
                <Button size="small" href={contentOf(id)} download aria-label={`${t('download')}: ${name}`}>{t('download')}</Button>
                {can('file.write') && (
                  <ConfirmButton
                    action={common('remove')}
                    object={name}
                    question={t('deleteFileQuestion', { name })}
                    onConfirm={() => attempt(remove({ params: { file_id: id } }).unwrap())}
                  />
                )}
              </>
            ),
          },
        ]}
      />
    </Section>
  );
}
