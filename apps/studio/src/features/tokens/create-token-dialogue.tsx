import { type Scope, scopes } from '@buckle/contract';
import { Form, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateTokenMutation } from '../../api/tokens.ts';
import { useListWorkspacesInfiniteQuery } from '../../api/workspaces.ts';
import { Choices } from '../../shared/choices.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import { itemsOf } from '../../shared/paged-table.tsx';

/** For how many days a token can be made; 0 stands for ever. */
const lifetimes = [7, 30, 90, 365, 0];

const DAY = 24 * 3600;

interface TokenValues {
  readonly name: string;
  /** Empty for all. */
  readonly workspaceId: string;
  readonly limits: 'everything' | 'chosen';
  readonly scopes?: Scope[];
  readonly days: number;
}

interface CreateTokenDialogueProps {
  readonly onClose: () => void;
  /** Called with the secret of the new token. */
  readonly onCreated: (secret: string) => void;
}

/** Makes a token; its secret is for `onCreated` to show. */
export function CreateTokenDialogue({ onClose, onCreated }: CreateTokenDialogueProps) {
  const { t } = useTranslation('tokens');
  const { t: common } = useTranslation();
  const [create] = useCreateTokenMutation();
  const workspaces = itemsOf(useListWorkspacesInfiniteQuery({ query: { page_size: 100 } }));
  const send = async ({ name, workspaceId, limits, scopes: chosen, days }: TokenValues): Promise<void> => {
    const { token } = await create({
      body: {
        name,
        ...(limits === 'chosen' ? { scopes: chosen ?? [] } : {}),
        ...(workspaceId === '' ? {} : { workspace_id: workspaceId }),
        ...(days === 0 ? {} : { expires_at: Math.floor(Date.now() / 1000) + days * DAY }),
      },
    }).unwrap();
    onCreated(token);
  };
  return (
    <FormDialogue<TokenValues>
      title={t('createTitle')}
      action={common('create')}
      initialValues={{ workspaceId: '', limits: 'everything', days: 90 }}
      onSubmit={send}
      onClose={onClose}
    >
      <NameItem hint={t('nameHint')} />
      <Form.Item name="days" label={t('expiry')}>
        <Select options={lifetimes.map((days) => ({ value: days, label: days === 0 ? t('noExpiry') : t('days', { count: days }) }))} />
      </Form.Item>
      <Form.Item name="workspaceId" label={t('workspace')}>
        <Select options={[{ value: '', label: t('allWorkspaces') }, ...workspaces.map(({ id, name }) => ({ value: id, label: name }))]} />
      </Form.Item>
      <Form.Item name="limits" label={t('scopes')}>
        <Radio.Group options={[{ value: 'everything', label: t('everything') }, { value: 'chosen', label: t('chosen') }]} />
      </Form.Item>
      <Form.Item noStyle dependencies={['limits']}>
        {({ getFieldValue }) =>
          getFieldValue('limits') === 'chosen' && (
            <Form.Item name="scopes" rules={[{ required: true, message: t('scopesMissing') }]}>
              <Choices options={scopes.map((scope) => ({ value: scope, label: <code>{scope}</code> }))} />
            </Form.Item>
          )
        }
      </Form.Item>
    </FormDialogue>
  );
}
