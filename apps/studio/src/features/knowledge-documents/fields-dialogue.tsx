import { DeleteOutlined } from '@ant-design/icons';
import type { KnowledgeDocument } from '@buckle/contract';
import { Button, Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useUpdateDocumentMutation } from '../../api/knowledge.ts';
import { AddButton } from '../../shared/add-button.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { useNotices } from '../../shared/notices.tsx';
import { type FieldRow, fieldsFrom, fieldTypes, rowsFrom } from './field-rows.ts';
import styles from './fields-dialogue.module.css';

interface Values {
  readonly rows: readonly FieldRow[];
}

/** The fields of a document, which searches can be limited by. */
export function FieldsDialogue({ document, onClose }: { readonly document: KnowledgeDocument; readonly onClose: () => void }) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const [update] = useUpdateDocumentMutation();
  const { done } = useNotices();
  const send = async ({ rows }: Values): Promise<void> => {
    await update({ params: { document_id: document.id }, body: { fields: fieldsFrom(rows) } }).unwrap();
    done(t('saved'));
  };
  return (
    <FormDialogue<Values> title={t('fieldsTitle', { name: document.name })} text={t('fieldsText')} action={common('save')} width={640} initialValues={{ rows: rowsFrom(document.fields) }} onSubmit={send} onClose={onClose}>
      <Form.List name="rows">
        {(items, { add, remove }) => (
          <>
            {items.length === 0 && <p className="quiet">{t('noFields')}</p>}
            {items.map(({ key, name }) => (
              <FieldItems key={key} at={name} onRemove={() => remove(name)} />
            ))}
            {items.length < 50 && <AddButton label={t('addField')} onAdd={() => add({ name: '', type: 'text' })} />}
          </>
        )}
      </Form.List>
    </FormDialogue>
  );
}

function FieldItems({ at, onRemove }: { readonly at: number; readonly onRemove: () => void }) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  const form = Form.useFormInstance<Values>();
  const label = (what: string): string => t('fieldOf', { what, number: at + 1 });
  const once = {
    validator: (_rule: unknown, name = '') => {
      const names = (form.getFieldValue('rows') as readonly FieldRow[]).map((row) => row.name?.trim());
      return names.filter((each) => each === String(name).trim()).length > 1 ? Promise.reject(new Error(t('fieldTwice'))) : Promise.resolve();
    },
  };
  return (
    <div className={styles['row']}>
      <Form.Item name={[at, 'name']} rules={[{ required: true, whitespace: true, message: common('required') }, once]}>
        <Input aria-label={label(t('fieldName'))} placeholder={t('fieldName')} maxLength={100} autoComplete="off" />
      </Form.Item>
      <Form.Item name={[at, 'type']}>
        <Select aria-label={label(t('fieldType'))} options={fieldTypes.map((value) => ({ value, label: t(`fieldTypes.${value}`) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={[['rows', at, 'type']]}>
        {({ getFieldValue }) => <ValueItem at={at} type={getFieldValue(['rows', at, 'type']) as FieldRow['type']} label={label(t('fieldValue'))} />}
      </Form.Item>
      <Button type="text" icon={<DeleteOutlined />} aria-label={label(t('removeField'))} onClick={onRemove} />
    </div>
  );
}

/** What a field holds, in a field for its type. */
function ValueItem({ at, type, label }: { readonly at: number; readonly type: FieldRow['type']; readonly label: string }) {
  const { t } = useTranslation('knowledgeDocuments');
  const { t: common } = useTranslation();
  switch (type) {
    case 'text':
      return <Form.Item name={[at, 'text']}><Input aria-label={label} placeholder={t('fieldValue')} maxLength={1_000} /></Form.Item>;
    case 'number':
      return (
        <Form.Item name={[at, 'number']} rules={[{ required: true, message: common('required') }]}>
          <InputNumber aria-label={label} placeholder={t('fieldValue')} controls={false} className={styles['whole'] ?? ''} />
        </Form.Item>
      );
    case 'date':
      return <Form.Item name={[at, 'date']} rules={[{ required: true, message: common('required') }]}><Input type="date" aria-label={label} /></Form.Item>;
    case 'boolean':
      return <Form.Item name={[at, 'boolean']} initialValue={false}><Select aria-label={label} options={[{ value: true, label: t('yes') }, { value: false, label: t('no') }]} /></Form.Item>;
    case 'list':
      return <Form.Item name={[at, 'list']}><Select aria-label={label} mode="tags" open={false} suffixIcon={null} tokenSeparators={[',', '，']} maxCount={100} placeholder={t('fieldTypes.list')} /></Form.Item>;
  }
}
