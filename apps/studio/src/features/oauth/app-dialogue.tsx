import { type AppKind, appKinds, type AppScope, appScopes, type OAuthApp } from '@buckle/contract';
import { Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useCreateOAuthAppMutation, useUpdateOAuthAppMutation } from '../../api/oauth.ts';
import { Choices } from '../../shared/choices.tsx';
import { FormDialogue } from '../../shared/form-dialogue.tsx';
import { NameItem } from '../../shared/name-item.tsx';
import type { ShownSecret } from './shown-secret.ts';

interface AppValues {
  readonly name: string;
  readonly description?: string;
  readonly kind: AppKind;
  /** One a line. */
  readonly redirectUris?: string;
  readonly scopes: AppScope[];
}

interface AppDialogueProps {
  readonly workspaceId: string;
  /** The app to change; a new one where absent. */
  readonly app: OAuthApp | undefined;
  readonly onClose: () => void;
  readonly onSecret: (shown: ShownSecret) => void;
}

/** Makes an app, or changes one; what is shown only once is for `onSecret`. */
export function AppDialogue({ workspaceId, app, onClose, onSecret }: AppDialogueProps) {
  const { t } = useTranslation('oauth');
  const { t: common } = useTranslation();
  const [create] = useCreateOAuthAppMutation();
  const [update] = useUpdateOAuthAppMutation();

  const send = async ({ name, description = '', kind, redirectUris = '', scopes }: AppValues): Promise<void> => {
    const fields = { name, description, scopes, redirect_uris: redirectsOf(kind) ? linesOf(redirectUris) : [] };
    if (app) {
      await update({ params: { app_id: app.id }, body: fields }).unwrap();
      return;
    }
    const made = await create({ params: { workspace_id: workspaceId }, body: { ...fields, kind } }).unwrap();
    if (made.client_secret !== undefined) onSecret({ kind: 'secret', text: made.client_secret });
    if (made.private_key !== undefined) onSecret({ kind: 'privateKey', text: made.private_key });
  };
  const initialValues: Partial<AppValues> = app
    ? { name: app.name, description: app.description, kind: app.kind, redirectUris: app.redirect_uris.join('\n'), scopes: app.scopes }
    : { kind: 'web' };
  return (
    <FormDialogue<AppValues>
      title={app ? t('editTitle', { name: app.name }) : t('createTitle')}
      action={app ? common('save') : common('create')}
      initialValues={initialValues}
      onSubmit={send}
      onClose={onClose}
    >
      <NameItem />
      <Form.Item name="description" label={t('description')} extra={t('descriptionHint')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Form.Item name="kind" label={t('kind')} required hidden={app !== undefined}>
        <Select options={appKinds.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))} />
      </Form.Item>
      <Form.Item noStyle dependencies={['kind']}>
        {({ getFieldValue }) => {
          const kind = appKinds.find((each) => each === getFieldValue('kind'));
          return kind && <KindItems kind={kind} isNew={app === undefined} />;
        }}
      </Form.Item>
      <Form.Item name="scopes" label={t('scopes')} extra={t('scopesHint')} rules={[{ required: true, message: t('scopesMissing') }]}>
        <Choices options={appScopes.map((scope) => ({ value: scope, label: t(`scopeWords.${scope}`) }))} />
      </Form.Item>
    </FormDialogue>
  );
}

/** What an app of this kind is, and the addresses that it has its answers at. */
function KindItems({ kind, isNew }: { readonly kind: AppKind; readonly isNew: boolean }) {
  const { t } = useTranslation('oauth');
  return (
    <>
      {isNew && <p className="quiet">{t(`kindHints.${kind}`)}</p>}
      {redirectsOf(kind) && (
        <Form.Item
          name="redirectUris"
          label={t('redirectUris')}
          extra={t('redirectUrisHint')}
          rules={[{ required: true, whitespace: true, message: t('redirectUriMissing') }]}
        >
          <Input.TextArea rows={2} spellCheck={false} placeholder="https://app.example.com/callback" />
        </Form.Item>
      )}
    </>
  );
}

function redirectsOf(kind: AppKind): boolean {
  return kind === 'web' || kind === 'pkce';
}

function linesOf(text: string): string[] {
  return text.split('\n').map((line) => line.trim()).filter((line) => line !== '');
}
