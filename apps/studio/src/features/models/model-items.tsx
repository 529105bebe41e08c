import type { Model } from '@buckle/contract';
import { Alert, AutoComplete, Checkbox, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useGetProfileQuery } from '../../api/account.ts';
import { type ModelType, OTHER, providersOf } from './model-values.ts';
import type { Preset } from './presets.ts';
import { looksPrivate } from './private-address.ts';

interface ModelItemsProps {
  readonly type: ModelType;
  /** What is known of the vendor. */
  readonly preset: Preset | undefined;
  /** The model that is changed; absent for a new one. */
  readonly model?: Model;
}

/** The fields of a form that every model needs: where it is, what it is called, and its key. */
export function ModelItems({ type, preset, model }: ModelItemsProps) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const isOther = Form.useWatch('preset') === OTHER;
  const required = { required: true, whitespace: true, message: common('required') };
  return (
    <>
      {isOther && model === undefined && providersOf[type].length > 1 && (
        <Form.Item name="provider" label={t('provider')} extra={t('providerHint')}>
          <Select options={providersOf[type].map((value) => ({ value, label: t(`providers.${value}`) }))} />
        </Form.Item>
      )}
      <Form.Item name="baseUrl" label={t('baseUrl')} {...(type === 'rerank' && { extra: t('rerankUrlHint') })} rules={[required, { type: 'url', message: t('baseUrlInvalid') }]}>
        <Input type="url" maxLength={500} autoComplete="off" spellCheck={false} placeholder="https://api.example.com/v1" />
      </Form.Item>
      <PrivateAddress />
      <KeyItems preset={preset} {...(model && { model })} />
      <Form.Item name="modelName" label={t('modelName')} extra={t('modelNameHint')} rules={[required]}>
        <AutoComplete options={(preset?.model_names ?? []).map((value) => ({ value }))} maxLength={200} placeholder={preset?.model_names[0] ?? 'model-name'} />
      </Form.Item>
      <Form.Item name="name" label={t('name')} extra={t('nameHint')}>
        <Input maxLength={100} autoComplete="off" />
      </Form.Item>
    </>
  );
}

/** A machine of one's own network is asked only where an instance administrator allows it. */
function PrivateAddress() {
  const { t } = useTranslation('models');
  const { data: profile } = useGetProfileQuery();
  const isPrivate = looksPrivate(String(Form.useWatch('baseUrl') ?? ''));
  const isAllowed = Form.useWatch('allowsPrivate') === true;
  if (profile?.instance_admin) {
    return (
      <Form.Item name="allowsPrivate" valuePropName="checked" extra={t('allowPrivateHint')} validateStatus={isPrivate && !isAllowed ? 'warning' : ''}>
        <Checkbox>{t('allowPrivate')}</Checkbox>
      </Form.Item>
    );
  }
  if (!isPrivate || isAllowed) return null;
  return (
    <Form.Item>
      <Alert type="warning" showIcon title={t('privateTitle')} description={t('privateText')} />
    </Form.Item>
  );
}

function KeyItems({ preset, model }: Omit<ModelItemsProps, 'type'>) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const isRemoved = Form.useWatch('removesKey') === true;
  const hasKey = model?.has_key === true;
  const needsKey = preset?.key_url !== undefined;
  return (
    <>
      <Form.Item
        name="apiKey"
        label={t('key')}
        dependencies={['baseUrl', 'removesKey']}
        extra={
          <>
            {t('keyHint')}
            {preset?.key_url !== undefined && (
              <> <a href={preset.key_url} target="_blank" rel="noopener noreferrer">{t('keyLink', { vendor: preset.name })}</a></>
            )}
          </>
        }
        rules={[
          ({ getFieldValue }) => ({
            validator: (_rule, given?: string) => {
              if (given !== undefined && given.trim() !== '') return Promise.resolve();
              if (!hasKey) return needsKey ? Promise.reject(new Error(common('required'))) : Promise.resolve();
              const isMoved = originOf(String(getFieldValue('baseUrl') ?? '')) !== originOf(model.base_url);
              return isMoved && getFieldValue('removesKey') !== true ? Promise.reject(new Error(t('keyAgain'))) : Promise.resolve();
            },
          }),
        ]}
        required={needsKey && !hasKey}
      >
        <Input.Password
          autoComplete="new-password"
          maxLength={4_000}
          disabled={isRemoved}
          placeholder={hasKey ? t('keyKept', { hint: model.key_hint }) : needsKey ? '' : t('keyOptional')}
        />
      </Form.Item>
      {hasKey && (
        <Form.Item name="removesKey" valuePropName="checked">
          <Checkbox>{t('removeKey')}</Checkbox>
        </Form.Item>
      )}
    </>
  );
}

function originOf(address: string): string {
  return URL.parse(address.trim())?.origin ?? '';
}
