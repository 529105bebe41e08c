import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { Door } from './door.tsx';

/** Sends somebody to sign in who has to be a member of the bot's workspace. */
export function SignInDoor({ slug, name }: { readonly slug: string; readonly name: string }) {
  const { t } = useTranslation('sharedBot');
  const navigate = useNavigate();
  return (
    <Door name={name} title={t('signInTitle')} text={t('signInText')}>
      <Button type="primary" size="large" block onClick={() => void navigate(`/sign-in?next=${encodeURIComponent(`/s/${slug}`)}`)}>
        {t('signIn')}
      </Button>
    </Door>
  );
}
