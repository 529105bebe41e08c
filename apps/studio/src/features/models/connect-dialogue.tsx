import { type Model, modelTypes } from '@buckle/contract';
import { Checkbox, Form, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateModelMutation, useListModelPresetsQuery } from '../../api/models.ts';
import { FailureNotice } from '../../shared/failure-notice.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { AdvancedItems } from './advanced-items.tsx';
import { CardChooser } from './card-chooser.tsx';
import { ModelItems } from './model-items.tsx';
import { creationOf, type ModelType, type ModelValues, newModelValues, OTHER } from './model-values.ts';
import { hostOf, type Preset } from './presets.ts';

interface ConnectDialogueProps {
  /** Where the model will be; absent for one of the instance. */
  readonly workspaceId: string | undefined;
  /** The types of which there is no model yet: the first is to be the default unless somebody wants otherwise. */
  readonly missing: ReadonlySet<ModelType>;
  readonly onClose: () => void;
  /** Called with the model that was connected. */
  readonly onConnected: (model: Model) => void;
}

/** Connects a model of a vendor. */
export function ConnectDialogue({ workspaceId, missing, onClose, onConnected }: ConnectDialogueProps) {
  const { t } = useTranslation('models');
  const [create] = useCreateModelMutation();
  return (
    <FormDialogue<ModelValues>
      title={t('connect')}
      action={t('connectAndTest')}
      width={680}
      initialValues={{ ...newModelValues, isDefault: missing.has(newModelValues.type) }}
      // What is not shown for the chosen type is not in the form.
      onSubmit={async (values) => onConnected(await create({ body: creationOf({ ...newModelValues, ...values }, workspaceId) }).unwrap())}
      onClose={onClose}
    >
      <Fields workspaceId={workspaceId} missing={missing} />
    </FormDialogue>
  );
}

function Fields({ workspaceId, missing }: Pick<ConnectDialogueProps, 'workspaceId' | 'missing'>) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const form = Form.useFormInstance<ModelValues>();
  const { data, error, refetch } = useListModelPresetsQuery();
  const chosen: unknown = Form.useWatch('preset', { form, preserve: true });
  const type = Form.useWatch('type', form) ?? newModelValues.type;
  const preset = data?.items.find(({ id }) => id === chosen);

  const choose = (id: string, presets: readonly Preset[]): void => {
    const known = presets.find((each) => each.id === id);
    form.setFieldsValue({ baseUrl: known?.base_url ?? '', modelName: '', provider: known?.provider ?? 'openai' });
  };
  const chooseType = (next: ModelType): void => {
    form.setFieldsValue({ preset: undefined, isDefault: missing.has(next) });
  };
  if (error !== undefined) return <FailureNotice failure={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Spin aria-label={common('loading')} />;
  const known = data.items.filter((each) => each.type === type);
  const vendors = [...known.map(({ id, name, base_url: address }) => ({ id, name, detail: hostOf(address) })), { id: OTHER, name: t('other'), detail: t('otherText') }];
  return (
    <>
      <Form.Item name="type" required label={t('type')} extra={t(`typeHints.${type}`)}>
        <CardChooser label={t('type')} cards={modelTypes.map((id) => ({ id, name: t(`types.${id}`) }))} onChoose={chooseType} />
      </Form.Item>
      <Form.Item name="preset" label={t('vendor')} rules={[{ required: true, message: t('vendorMissing') }]}>
        <CardChooser label={t('vendor')} cards={vendors} onChoose={(id) => choose(id, data.items)} />
      </Form.Item>
      {(preset !== undefined || chosen === OTHER) && (
        <>
          <ModelItems type={type} preset={preset} />
          <Form.Item name="isDefault" valuePropName="checked" extra={t(`${workspaceId === undefined ? 'instanceDefaultHints' : 'defaultHints'}.${type}`)}>
            <Checkbox>{t('makeDefault')}</Checkbox>
          </Form.Item>
          <AdvancedItems type={type} workspaceId={workspaceId} />
        </>
      )}
    </>
  );
}
