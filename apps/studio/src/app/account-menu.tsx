import type { Profile } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { useNavigate } from 'react-router';
import { useSignOutMutation } from '../api/authentication.ts';
import { signedOut } from '../api/session.ts';
import { languageNames, languages } from '../i18n/index.ts';
import { Menu, type MenuSection } from '../shared/menu.tsx';
import { Initial } from '../shared/person.tsx';
import { languageChosen, themeChoices, themeChosen, usePreferences } from '../shared/preferences.ts';
import { useAttempt } from '../shared/use-attempt.tsx';
import { forgetWorkspace } from '../shared/use-workspace.ts';
import styles from './shell.module.css';

/** Language, appearance and the way out. */
export function AccountMenu({ profile, isCompact = false }: { readonly profile: Profile; readonly isCompact?: boolean }) {
  const { t } = useTranslation('shell');
  const { theme, language } = usePreferences();
  const dispatch = useDispatch();
  const navigate = useNavigate();
  const attempt = useAttempt();
  const [signOut] = useSignOutMutation();

  const leave = async (): Promise<void> => {
    if (!(await attempt(signOut().unwrap()))) return;
    forgetWorkspace();
    // What this tab remembers of unsaved work is for nobody else.
    sessionStorage.clear();
    dispatch(signedOut());
  };
  const sections: MenuSection[] = [
    { key: 'account', choices: [{ key: 'account', label: t('entries.account'), onChoose: () => void navigate('/account') }] },
    {
      key: 'language',
      title: t('language'),
      choices: languages.map((each) => ({
        key: each,
        label: <span lang={each}>{languageNames[each]}</span>,
        isChosen: each === language,
        onChoose: () => dispatch(languageChosen(each)),
      })),
    },
    {
      key: 'theme',
      title: t('theme'),
      choices: themeChoices.map((each) => ({ key: each, label: t(`themes.${each}`), isChosen: each === theme, onChoose: () => dispatch(themeChosen(each)) })),
    },
    { key: 'end', choices: [{ key: 'sign-out', label: t('signOut'), onChoose: () => void leave() }] },
  ];
  return (
    <Menu
      sections={sections}
      trigger={(trigger) => (
        <button type="button" {...trigger} aria-label={isCompact ? t('accountMenu') : undefined} className={`${styles['account']} ${isCompact ? styles['compact'] : ''}`}>
          <Initial name={profile.nick_name} />
          {!isCompact && (
            <span className={styles['label']}>
              <span>{profile.nick_name}</span>
              <span>{profile.email}</span>
            </span>
          )}
        </button>
      )}
    />
  );
}
