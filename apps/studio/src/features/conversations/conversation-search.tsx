import { Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { useBots } from '../../shared/use-names.ts';
import { addressOf, type ConversationFilter, searches } from './conversation-filter.ts';
import styles from './conversations-page.module.css';

interface ConversationSearchProps {
  readonly workspaceId: string;
  readonly filter: ConversationFilter;
}

/** What the list is searched by. The search stands in the address, so that it can be kept and sent. */
export function ConversationSearch({ workspaceId, filter }: ConversationSearchProps) {
  const { t } = useTranslation('conversations');
  const [form] = Form.useForm<ConversationFilter>();
  const [, setAddress] = useSearchParams();
  const bots = useBots(workspaceId);
  const by = Form.useWatch('by', form) ?? filter.by;
  const search = (given: ConversationFilter): void => setAddress(addressOf(given));
  return (
    <Form<ConversationFilter>
      form={form}
      name="conversations"
      className={styles['search'] ?? ''}
      initialValues={filter}
      onFinish={search}
      onValuesChange={(changed, values) => {
        // What is chosen is searched for at once; what is written, when it is written.
        if ('text' in changed || (changed.by !== undefined && (changed.by === 'user' || changed.by === 'name'))) return;
        search(values);
      }}
    >
      <Form.Item name="bot" noStyle>
        <Select
          aria-label={t('bot')}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('allBots')}
          options={bots.map(({ id, name }) => ({ value: id, label: name }))}
        />
      </Form.Item>
      <Form.Item name="by" noStyle>
        <Select aria-label={t('show')} options={searches.map((value) => ({ value, label: t(`searches.${value}`) }))} />
      </Form.Item>
      {(by === 'user' || by === 'name') && (
        <div className={styles['text']}>
          <Form.Item name="text" noStyle>
            <Input aria-label={t(`hints.${by}`)} placeholder={t(`hints.${by}`)} maxLength={100} allowClear autoComplete="off" autoFocus />
          </Form.Item>
          <Button htmlType="submit" type="primary">{t('search')}</Button>
        </div>
      )}
      {by !== 'name' && (
        <>
          <Form.Item name="from" noStyle>
            <Input type="date" aria-label={t('from')} title={t('from')} />
          </Form.Item>
          <Form.Item name="to" noStyle>
            <Input type="date" aria-label={t('to')} title={t('to')} />
          </Form.Item>
        </>
      )}
    </Form>
  );
}
