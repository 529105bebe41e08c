import type { Model } from '@buckle/contract';
import { Checkbox, Form, Input, InputNumber, Select } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useListModelsInfiniteQuery } from '../../api/models.ts';
import { CurrencySelect } from '../../shared/currency-select.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';
import styles from './advanced-items.module.css';
import { capabilities, type ModelType } from './model-values.ts';

interface AdvancedItemsProps {
  readonly type: ModelType;
  /** Where the model is; absent for those of the instance. */
  readonly workspaceId: string | undefined;
  /** The model that is changed; absent for a new one. */
  readonly model?: Model;
}

/** The fields of a form that have good values already: closed, until somebody opens them. */
export function AdvancedItems(props: AdvancedItemsProps) {
  const { t } = useTranslation('models');
  const isChat = props.type === 'chat';
  return (
    <details className={styles['advanced']}>
      <summary>{t(isChat ? 'advanced' : props.type === 'embedding' ? 'advancedEmbedding' : 'advancedRerank')}</summary>
      {isChat ? <ChatItems {...props} /> : <TextItems type={props.type} />}
    </details>
  );
}

function ChatItems({ workspaceId, model }: Omit<AdvancedItemsProps, 'type'>) {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  const needed = [{ required: true, message: common('required') }];
  return (
    <>
      <Form.Item name="capabilities" label={t('capabilities')} extra={t('capabilitiesHint')}>
        <Checkbox.Group options={capabilities.map((value) => ({ value, label: t(`capability.${value}`) }))} />
      </Form.Item>
      <Row>
        <NumberItem name="contextTokens" label={t('contextTokens')} min={1} max={100_000_000} rules={needed} />
        <NumberItem name="maxOutputTokens" label={t('maxOutputTokens')} min={1} max={100_000_000} placeholder={t('vendorDecides')} />
      </Row>
      <Row legend={t('price')} hint={t('priceHint')}>
        <NumberItem name="inputPrice" label={t('inputPrice')} min={0} max={1_000_000} />
        <NumberItem name="outputPrice" label={t('outputPrice')} min={0} max={1_000_000} />
        <CurrencyItem />
      </Row>
      <Row legend={t('timeouts')} hint={t('timeoutsHint')}>
        <NumberItem name="firstEvent" label={t('firstEvent')} min={1} max={600} suffix={t('seconds')} placeholder={t('usual')} />
        <NumberItem name="idle" label={t('idle')} min={1} max={600} suffix={t('seconds')} placeholder={t('usual')} />
        <NumberItem name="total" label={t('total')} min={1} max={600} suffix={t('seconds')} placeholder={t('usual')} />
      </Row>
      <AttemptItems />
      <FallbackItem workspaceId={workspaceId} {...(model && { model })} />
    </>
  );
}

/** Those of embedding and rerank models, whose answers come in one piece. */
function TextItems({ type }: Pick<AdvancedItemsProps, 'type'>) {
  const { t } = useTranslation('models');
  return (
    <>
      {type === 'embedding' && (
        <Row legend={t('prefixes')} hint={t('prefixesHint')}>
          <Form.Item name="queryPrefix" label={t('queryPrefix')}>
            <Input maxLength={1_000} autoComplete="off" placeholder="query: " />
          </Form.Item>
          <Form.Item name="passagePrefix" label={t('passagePrefix')}>
            <Input maxLength={1_000} autoComplete="off" placeholder="passage: " />
          </Form.Item>
        </Row>
      )}
      <Row legend={t('price')} hint={t('priceHint')}>
        <NumberItem name="inputPrice" label={t('inputPrice')} min={0} max={1_000_000} />
        <CurrencyItem />
      </Row>
      <Row hint={t('maxBatchHint')}>
        <NumberItem name="maxBatch" label={t('maxBatch')} min={1} max={2_048} placeholder={t('usual')} />
        <NumberItem name="firstEvent" label={t('timeToAnswer')} min={1} max={600} suffix={t('seconds')} placeholder={t('usual')} />
      </Row>
      <AttemptItems />
    </>
  );
}

function CurrencyItem() {
  const { t } = useTranslation('models');
  return (
    <Form.Item name="currency" label={t('currency')}>
      <CurrencySelect />
    </Form.Item>
  );
}

function AttemptItems() {
  const { t } = useTranslation('models');
  const { t: common } = useTranslation();
  return (
    <Row>
      <NumberItem name="maxRetries" label={t('retries')} min={0} max={10} rules={[{ required: true, message: common('required') }]} />
      <NumberItem name="maxConcurrency" label={t('concurrency')} min={1} max={10_000} placeholder={t('unlimited')} />
    </Row>
  );
}

/** Which model answers when this one does not. */
function FallbackItem({ workspaceId, model }: Omit<AdvancedItemsProps, 'type'>) {
  const { t } = useTranslation('models');
  const list = useListModelsInfiniteQuery({ query: { type: 'chat', page_size: 100, ...(workspaceId !== undefined && { workspace_id: workspaceId }) } });
  const others = itemsOf(list).filter(({ id, enabled }) => enabled && id !== model?.id);
  return (
    <Form.Item name="fallback" label={t('fallback')} extra={t('fallbackHint')}>
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('noFallback')}
        options={others.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </Form.Item>
  );
}

function Row({ legend, hint, children }: { readonly legend?: string; readonly hint?: string; readonly children: ReactNode }) {
  return (
    <fieldset className={styles['row']}>
      {legend !== undefined && <legend>{legend}</legend>}
      <div>{children}</div>
      {hint !== undefined && <p className="quiet">{hint}</p>}
    </fieldset>
  );
}

interface NumberItemProps {
  readonly name: string;
  readonly label: string;
  readonly min: number;
  readonly max: number;
  readonly suffix?: string;
  readonly placeholder?: string;
  readonly rules?: { readonly required: boolean; readonly message: string }[];
}

function NumberItem({ name, label, rules, ...input }: NumberItemProps) {
  return (
    <Form.Item name={name} label={label} {...(rules && { rules })}>
      <InputNumber<number> {...input} className={styles['number'] ?? ''} controls={false} />
    </Form.Item>
  );
}
