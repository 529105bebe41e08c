import { roles } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { Facts } from '../../shared/facts.tsx';
import { Section } from '../../shared/page.tsx';

/** What each role may do, in a sentence. */
export function RoleExplanation() {
  const { t } = useTranslation('members');
  const { t: common } = useTranslation();
  return (
    <Section title={t('rolesTitle')}>
      <Facts facts={roles.map((role) => [common(`roles.${role}`), t(`roleTexts.${role}`)] as const)} />
    </Section>
  );
}
