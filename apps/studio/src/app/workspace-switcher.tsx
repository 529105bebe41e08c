import { PlusOutlined, SwapOutlined } from '@ant-design/icons';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useListWorkspacesInfiniteQuery } from '../api/workspaces.ts';
import { withWords } from '../i18n/index.ts';
import { Menu, type MenuSection } from '../shared/menu.tsx';
import { itemsOf } from '../shared/paged-table.tsx';
import { Initial } from '../shared/person.tsx';
import { useWorkspace } from '../shared/use-workspace.ts';
import styles from './shell.module.css';

const CreateWorkspaceDialogue = lazy(async () => ({
  default: (await withWords('administration', import('../features/workspaces/index.ts'))).CreateWorkspaceDialogue,
}));

const everything = { query: { page_size: 100 } };

/** Shows the workspace one is in, and leads to another or a new one. */
export function WorkspaceSwitcher({ onChosen }: { readonly onChosen?: () => void }) {
  const { t } = useTranslation('shell');
  const { t: common } = useTranslation();
  const { workspaceId, workspace } = useWorkspace();
  const list = useListWorkspacesInfiniteQuery(everything);
  const [isCreating, setIsCreating] = useState(false);
  const navigate = useNavigate();

  const go = (id: string): void => {
    onChosen?.();
    void navigate(`/w/${id}/bots`);
  };
  const sections: MenuSection[] = [
    {
      key: 'workspaces',
      choices: [
        ...itemsOf(list).map(({ id, name }) => ({ key: id, label: name, isChosen: id === workspaceId, onChoose: () => go(id) })),
        ...(list.hasNextPage ? [{ key: 'more', label: common('loadMore'), onChoose: () => void list.fetchNextPage() }] : []),
      ],
    },
    { key: 'new', choices: [{ key: 'new', icon: <PlusOutlined aria-hidden />, label: t('newTeam'), onChoose: () => setIsCreating(true) }] },
  ];
  return (
    <>
      <Menu
        sections={sections}
        trigger={(trigger) => (
          <button type="button" {...trigger} className={styles['switcher']}>
            <Initial name={workspace?.name ?? ''} isSquare />
            <span className={styles['label']}>
              <span>{workspace?.name ?? t('workspace')}</span>
              <span>{workspace && t(workspace.kind)}</span>
            </span>
            <SwapOutlined aria-label={t('switchWorkspace')} />
          </button>
        )}
      />
      <Suspense>{isCreating && <CreateWorkspaceDialogue onClose={() => setIsCreating(false)} onCreated={go} />}</Suspense>
    </>
  );
}
