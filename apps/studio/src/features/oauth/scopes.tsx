import type { AppScope } from '@buckle/contract';
import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

/** How many permissions there are, and which on a closer look. */
export function Scopes({ scopes }: { readonly scopes: readonly AppScope[] }) {
  const { t } = useTranslation('oauth');
  const [only] = scopes.length === 1 ? scopes : [];
  return (
    <Tooltip title={scopes.map((scope) => t(`scopeWords.${scope}`)).join(' · ')}>
      <Tag tabIndex={0}>{only === undefined ? t('permissionCount', { count: scopes.length }) : t(`scopeWords.${only}`)}</Tag>
    </Tooltip>
  );
}
