import { type DatasetFormat, datasetFormats, type SplitRules } from '@buckle/contract';
import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateDatasetMutation } from '../../api/knowledge.ts';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { DatasetNameItems, EmbeddingItem, modesFor, SplittingItem } from '../knowledge/index.ts';
import styles from './create-dialogue.module.css';

interface CreateDialogueProps {
  readonly workspaceId: string;
  readonly onClose: () => void;
  readonly onCreated: (datasetId: string) => void;
}

/** What people say of a new data set, as the form holds it. */
interface Values {
  readonly name: string;
  readonly description?: string;
  readonly format: DatasetFormat;
  /** Absent while nobody has looked. */
  readonly splitting?: SplitRules;
  /** Absent for the workspace's default. */
  readonly embedding?: string;
}

/** Makes a data set. */
export function CreateDialogue({ workspaceId, onClose, onCreated }: CreateDialogueProps) {
  const { t } = useTranslation('knowledge');
  const { t: common } = useTranslation();
  const [create] = useCreateDatasetMutation();
  const send = async ({ name, description = '', format, splitting, embedding }: Values): Promise<void> => {
    // Rules that were made for another format are gone with it.
    const isOfFormat = splitting !== undefined && modesFor(format).includes(splitting.mode);
    const body = { workspace_id: workspaceId, name, description, format, ...(isOfFormat && { splitting }), ...(embedding !== undefined && { embedding_model_id: embedding }) };
    const { id } = await create({ body }).unwrap();
    onCreated(id);
  };
  return (
    <FormDialogue<Values> title={t('create')} text={t('createText')} action={common('create')} width={640} initialValues={{ format: 'text' }} onSubmit={send} onClose={onClose}>
      <DatasetNameItems />
      <Form.Item name="format" label={t('format')} required>
        <Radio.Group className={styles['formats'] ?? ''}>
          {datasetFormats.map((format) => (
            <Radio key={format} value={format}>
              {t(`formats.${format}`)} <span className="quiet">{t(`formatTexts.${format}`)}</span>
            </Radio>
          ))}
        </Radio.Group>
      </Form.Item>
      <EmbeddingItem workspaceId={workspaceId} />
      <Form.Item noStyle dependencies={['format']}>
        {({ getFieldValue }) => <Splitting format={getFieldValue('format') as DatasetFormat} />}
      </Form.Item>
    </FormDialogue>
  );
}

/** How documents are cut is well chosen already for most; who writes captions is for everybody to say. */
function Splitting({ format }: { readonly format: DatasetFormat }) {
  const { t } = useTranslation('knowledge');
  return (
    <details className={styles['advanced']} open={format === 'image' || undefined}>
      <summary>{t(format === 'image' ? 'captions' : 'splitting')}</summary>
      <SplittingItem format={format} hasLabel={false} />
    </details>
  );
}
