import type { TableColumn } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../shared/amounts.ts';

/** Says of a column how many of its values are not of its type, with examples; `undefined` where all of them are. */
export function useMisfitWords(): (column: TableColumn) => string | undefined {
  const { t, i18n } = useTranslation('knowledge');
  return ({ type, values, misfits, examples }) => {
    if (misfits === 0 || type === 'text' || type === 'tags') return undefined;
    const amounts = { misfits: formatNumber(misfits, i18n.language), values: formatNumber(values, i18n.language) };
    return t(`misfits.${type}`, { ...amounts, examples: examples.join(t('examplesJoint')) });
  };
}
