import { Select } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** What nearly everybody means stands first. */
const usual = ['CNY', 'USD', 'EUR'];

interface CurrencySelectProps {
  /** These are given by the item of the form around it. */
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (currency: string) => void;
}

/** Chooses one of the world's currencies, by code or name. */
export function CurrencySelect({ id, value, onChange }: CurrencySelectProps) {
  const { i18n } = useTranslation();
  const options = useMemo(() => {
    const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
    const codes = [...usual, ...Intl.supportedValuesOf('currency').filter((code) => !usual.includes(code))];
    return codes.map((code) => ({ value: code, label: `${code} ${names.of(code) ?? ''}` }));
  }, [i18n.language]);
  return (
    <Select
      {...(id !== undefined && { id })}
      {...(value !== undefined && { value })}
      {...(onChange && { onChange })}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      options={options}
    />
  );
}
