import { DeleteOutlined } from '@ant-design/icons';
import type { TriggerKind } from '@buckle/contract';
import { AutoComplete, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { AddButton } from '../../shared/add-button.tsx';
import styles from './trigger-dialogue.module.css';

/** Places in the events of each kind, to choose from. */
const PLACES: Readonly<Record<TriggerKind, readonly string[]>> = {
  schedule: ['due_time', 'due_at'],
  webhook: ['body', 'query', 'headers', 'body.id'],
  workflow: ['output', 'state', 'execute_id', 'error.message'],
};

interface ParameterRowsProps {
  readonly kind: TriggerKind;
  /** What the workflow takes. */
  readonly names: readonly string[];
}

/** The parameters of the runs: each always the same, or taken from the event. */
export function ParameterRows({ kind, names }: ParameterRowsProps) {
  const { t } = useTranslation('workflowTriggers');
  const required = [{ required: true, whitespace: true, message: t('fillIn') }];
  const label = (what: string, index: number): string => t('ofParameter', { what, number: index + 1 });
  return (
    <Form.List name="rows">
      {(fields, { add, remove }) => (
        <fieldset className={styles['rows']}>
          <legend>{t('parameters')}</legend>
          <p className="quiet">{t(`parametersHint.${kind}`)}</p>
          {fields.map(({ key, name }) => (
            <div key={key} className={styles['row']}>
              <Form.Item name={[name, 'name']} rules={required}>
                <AutoComplete aria-label={label(t('parameterName'), name)} placeholder={t('parameterName')} options={names.map((value) => ({ value }))} />
              </Form.Item>
              <Form.Item name={[name, 'from']}>
                <Select aria-label={label(t('parameterFrom'), name)} options={(['fixed', 'event'] as const).map((value) => ({ value, label: t(`from.${value}`) }))} />
              </Form.Item>
              <Form.Item noStyle dependencies={[['rows', name, 'from']]}>
                {({ getFieldValue }) =>
                  getFieldValue(['rows', name, 'from']) === 'event' ? (
                    <Form.Item name={[name, 'value']} rules={required}>
                      <AutoComplete aria-label={label(t('parameterPlace'), name)} placeholder={t('parameterPlace')} options={PLACES[kind].map((value) => ({ value }))} />
                    </Form.Item>
                  ) : (
                    <Form.Item name={[name, 'value']}>
                      <Input aria-label={label(t('parameterValue'), name)} placeholder={t('parameterValue')} />
                    </Form.Item>
                  )
                }
              </Form.Item>
              <Button type="text" icon={<DeleteOutlined />} aria-label={label(t('removeParameter'), name)} onClick={() => remove(name)} />
            </div>
          ))}
          <AddButton label={t('addParameter')} onAdd={() => add({ name: names.find((each) => !fields.some(({ name: index }) => names[index] === each)) ?? '', from: 'fixed', value: '' })} />
        </fieldset>
      )}
    </Form.List>
  );
}
