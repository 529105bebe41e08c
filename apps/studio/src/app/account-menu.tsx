import type { Profile } from '@buckle/contract';
import { Dropdown, type MenuProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useDispatch } from 'react-redux';
import { useNavigate } from 'react-router';
import { useSignOutMutation } from '../api/authentication.ts';
import { signedOut } from '../api/session.ts';
import { languageNames, languages } from '../i18n/index.ts';
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
  const items: MenuProps['items'] = [
    { key: 'account', label: t('entries.account'), onClick: () => void navigate('/account') },
    { type: 'divider' },
    {
      type: 'group',
      label: t('language'),
      children: languages.map((each) => ({
        key: each,
        label: <span lang={each}>{languageNames[each]}</span>,
        onClick: () => dispatch(languageChosen(each)),
      })),
    },
    {
      type: 'group',
      label: t('theme'),
      children: themeChoices.map((each) => ({
        key: each,
        label: t(`themes.${each}`),
        onClick: () => dispatch(themeChosen(each)),
      })),
    },
    { type: 'divider' },
    { key: 'sign-out', label: t('signOut'), onClick: () => void leave() },
  ];
  return (
    <Dropdown menu={{ items, selectable: true, selectedKeys: [language, theme] }} trigger={['click']} placement={isCompact ? 'bottomRight' : 'topLeft'}>
      <button type="button" aria-haspopup="menu" aria-label={isCompact ? t('accountMenu') : undefined} className={`${styles['account']} ${isCompact ? styles['compact'] : ''}`}>
        <Initial name={profile.nick_name} />
        {!isCompact && (
          <span className={styles['label']}>
            <span>{profile.nick_name}</span>
            <span>{profile.email}</span>
          </span>
        )}
      </button>
    </Dropdown>
  );
}
