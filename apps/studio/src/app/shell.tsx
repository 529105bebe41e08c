import { MenuOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { lazy, Suspense, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useSelector } from 'react-redux';
import { Link, Navigate, Outlet, useLocation, useParams } from 'react-router';
import { useGetProfileQuery } from '../api/account.ts';
import { FailureNotice } from '../shared/failure-notice.tsx';
import { Mark } from '../shared/mark.tsx';
import { rememberWorkspace } from '../shared/use-workspace.ts';
import { AccountMenu } from './account-menu.tsx';
import { NavigationList } from './navigation-list.tsx';
import styles from './shell.module.css';
import { Starting } from './starting.tsx';
import type { State } from './store.ts';
import { WorkspaceSwitcher } from './workspace-switcher.tsx';

const NavigationDrawer = lazy(async () => ({ default: (await import('./navigation-drawer.tsx')).NavigationDrawer }));

/** What surrounds every page of somebody who is signed in; others are sent to sign in. */
export function Shell() {
  const { t } = useTranslation('shell');
  const { pathname, search } = useLocation();
  const { workspaceId } = useParams();
  const end = useSelector((state: State) => state.session.end);
  const { data: profile, error, refetch } = useGetProfileQuery(undefined, { skip: end !== undefined });
  const [isMenuOpen, setIsMenuOpen] = useState(false);
  const isOnline = useIsOnline();
  const main = useFocusAfterChange(pathname);

  useEffect(() => {
    if (workspaceId !== undefined) rememberWorkspace(workspaceId);
  }, [workspaceId]);

  if (end !== undefined) {
    const here = pathname + search;
    const comesBack = end === 'lost' && here !== '/';
    return <Navigate to={comesBack ? `/sign-in?next=${encodeURIComponent(here)}` : '/sign-in'} replace />;
  }
  if (error !== undefined && profile === undefined) {
    return (
      <main className={styles['alone']}>
        <FailureNotice failure={error} onRetry={() => void refetch()} />
      </main>
    );
  }
  if (profile === undefined) return <Starting />;

  return (
    <div className={styles['shell']}>
      <a className={styles['skip']} href="#content" onClick={(event) => { event.preventDefault(); main.current?.focus(); }}>
        {t('skip')}
      </a>
      <header className={styles['bar']}>
        <Button type="text" icon={<MenuOutlined />} aria-label={t('menu')} onClick={() => setIsMenuOpen(true)} />
        <Link to="/" className={styles['brand']}>
          <Mark /> Buckle
        </Link>
        <AccountMenu profile={profile} isCompact />
      </header>
      <aside className={styles['side']}>
        <Link to="/" className={styles['brand']}>
          <Mark /> Buckle
        </Link>
        <WorkspaceSwitcher />
        <NavigationList profile={profile} />
        <AccountMenu profile={profile} />
      </aside>
      <Suspense>{isMenuOpen && <NavigationDrawer profile={profile} onClose={() => setIsMenuOpen(false)} />}</Suspense>
      <main id="content" ref={main} tabIndex={-1} className={styles['main']}>
        {!isOnline && <Alert type="warning" banner title={t('offline')} />}
        <Suspense fallback={<Starting />}>
          <Outlet />
        </Suspense>
      </main>
    </div>
  );
}

/** After a change of the page, keyboard and screen reader begin at its contents. */
function useFocusAfterChange(pathname: string) {
  const main = useRef<HTMLElement>(null);
  const last = useRef(pathname);
  useEffect(() => {
    if (last.current !== pathname) main.current?.focus({ preventScroll: true });
    last.current = pathname;
  }, [pathname]);
  return main;
}

function useIsOnline(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      for (const name of ['online', 'offline']) window.addEventListener(name, onChange);
      return () => {
        for (const name of ['online', 'offline']) window.removeEventListener(name, onChange);
      };
    },
    () => navigator.onLine,
  );
}
