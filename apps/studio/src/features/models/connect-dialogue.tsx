import type { Model } from '@buckle/contract';
import { Checkbox, Form, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateModelMutation, useListModelPresetsQuery } from '../../api/models.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { AdvancedItems } from './advanced-items.tsx';
import { ModelItems } from './model-items.tsx';
import { creationOf, type ModelValues, newModelValues, OTHER } from './model-values.ts';
import { type Preset, PresetChooser } from './preset-chooser.tsx';

interface ConnectDialogueProps {
  /** Where the model will be; absent for one of the instance. */
  readonly workspaceId: string | undefined;
  /** Whether the model is to be the default unless somebody wants otherwise. */
  readonly isFirst: boolean;
  readonly onClose: () => void;
  /** Called with the model that was connected. */
  readonly onConnected: (model: Model) => void;
}

/** Connects a model of a vendor. */
export function ConnectDialogue({ workspaceId, isFirst, onClose, onConnected }: ConnectDialogueProps) {
  const { t } = useTranslation('models');
  const [create] = useCreateModelMutation();
  return (
    <FormDialogue<ModelValues>
      title={t('connect')}
      action={t('connectAndTest')}
      width={680}
      initialValues={{ ...newModelValues, isDefault: isFirst }}
      onSubmit={async (values) => onConnected(await create({ body: creationOf(values, workspaceId) }).unwrap())}
      onClose={onClose}
    >
      <Fields workspaceId={workspaceId} />
    </FormDialogue>
  );
}

function Fields({ workspaceId }: { readonly workspaceId: string | undefined }) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const form = Form.useFormInstance<ModelValues>();
  const { data, error, refetch } = useListModelPresetsQuery();
  const chosen: unknown = Form.useWatch('preset', { form, preserve: true });
  const preset = data?.items.find(({ id }) => id === chosen);

  const choose = (id: string, presets: readonly Preset[]): void => {
    const known = presets.find((each) => each.id === id);
    form.setFieldsValue({ baseUrl: known?.base_url ?? '', modelName: '', provider: known?.provider ?? 'openai' });
  };
  if (error !== undefined) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spin aria-label={common('loading')} />;
  return (
    <>
      <Form.Item name="preset" label={t('vendor')} rules={[{ required: true, message: t('vendorMissing') }]}>
        <ChooserOf presets={data.items} onChoose={(id) => choose(id, data.items)} />
      </Form.Item>
      {(preset !== undefined || chosen === OTHER) && (
        <>
          <ModelItems preset={preset} />
          <Form.Item name="isDefault" valuePropName="checked" extra={t(workspaceId === undefined ? 'instanceDefaultHint' : 'defaultHint')}>
            <Checkbox>{t('makeDefault')}</Checkbox>
          </Form.Item>
          <AdvancedItems workspaceId={workspaceId} />
        </>
      )}
    </>
  );
}

interface ChooserOfProps {
  readonly presets: readonly Preset[];
  readonly onChoose: (id: string) => void;
  readonly value?: string;
  readonly onChange?: (id: string) => void;
}

/** The chooser inside of its form item, which fills in what is known of the choice. */
function ChooserOf({ presets, onChoose, value, onChange }: ChooserOfProps) {
  return (
    <PresetChooser
      presets={presets}
      {...(value !== undefined && { value })}
      onChange={(id) => {
        onChange?.(id);
        onChoose(id);
      }}
    />
  );
}
