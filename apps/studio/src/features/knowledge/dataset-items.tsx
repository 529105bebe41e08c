import type { DatasetFormat, SplitRules } from '@buckle/contract';
import { Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { NameItem } from '../../shared/name-item.tsx';
import { SplittingFields } from './splitting-fields.tsx';
import { modesFor, problemOf, usualRules } from './splitting-rules.ts';

/** The fields of a form for the name and the description of a data set. */
export function DatasetNameItems() {
  const { t } = useTranslation('knowledge');
  return (
    <>
      <NameItem longest={100} />
      <Form.Item name="description" label={t('description')} extra={t('descriptionHint')}>
        <Input.TextArea rows={2} maxLength={2_000} />
      </Form.Item>
    </>
  );
}

interface SplittingItemProps {
  readonly format: DatasetFormat;
  readonly hint?: string;
  /** No where it stands under a heading that says the same. */
  readonly hasLabel?: boolean;
}

/** The field `splitting` of a form: how the documents of a data set of this format are cut. */
export function SplittingItem({ format, hint, hasLabel = true }: SplittingItemProps) {
  const { t } = useTranslation('knowledge');
  return (
    <Form.Item
      name="splitting"
      label={hasLabel && t('splitting')}
      extra={hint}
      required
      rules={[
        {
          // What is wrong stands in the fields themselves.
          validator: (_rule, rules?: SplitRules) => (rules !== undefined && problemOf(rules) !== undefined ? Promise.reject(new Error('')) : Promise.resolve()),
        },
      ]}
    >
      <FieldsInForm format={format} />
    </Form.Item>
  );
}

/** `value` and `onChange` are given by the item of the form around it. */
function FieldsInForm({ format, value, onChange }: { readonly format: DatasetFormat; readonly value?: SplitRules; readonly onChange?: (rules: SplitRules) => void }) {
  const rules = value !== undefined && modesFor(format).includes(value.mode) ? value : usualRules(format);
  return <SplittingFields format={format} rules={rules} onChange={(changed) => onChange?.(changed)} />;
}
