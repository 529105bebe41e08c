import type { Profile } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { useWorkspace } from '../shared/use-workspace.ts';
import { accountEntries, type Entry, instanceEntries, workspaceEntries } from './navigation.tsx';
import styles from './shell.module.css';

interface NavigationListProps {
  readonly profile: Profile;
  /** Called when an entry was chosen. */
  readonly onChosen?: () => void;
}

/** The entries of the navigation that this user may see. */
export function NavigationList({ profile, onChosen }: NavigationListProps) {
  const { t } = useTranslation('shell');
  const { workspaceId, can } = useWorkspace();
  const visible = workspaceEntries.filter(({ permission }) => permission === undefined || can(permission));
  return (
    <nav aria-label={t('navigation')} className={styles['entries']} onClick={onChosen}>
      <EntryList entries={visible} base={`/w/${workspaceId}`} />
      <h2>{t('sections.account')}</h2>
      <EntryList entries={accountEntries} base="" />
      {profile.instance_admin && (
        <>
          <h2>{t('sections.instance')}</h2>
          <EntryList entries={instanceEntries} base="" />
        </>
      )}
      <a className={styles['reference']} href="/docs/api">
        {t('entries.apiReference')}
      </a>
    </nav>
  );
}

function EntryList({ entries, base }: { readonly entries: readonly Entry[]; readonly base: string }) {
  const { t } = useTranslation('shell');
  return (
    <ul>
      {entries.map(({ word, icon: Icon, path }) => (
        <li key={word}>
          <NavLink to={base + path} end={path === '' || path === '/account'}>
            <Icon aria-hidden /> {t(`entries.${word}`)}
          </NavLink>
        </li>
      ))}
    </ul>
  );
}
