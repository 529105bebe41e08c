import { useTranslation } from 'react-i18next';
import { Choice } from '../../../shared/choice.tsx';
import { Group } from '../../../shared/group.tsx';
import { useEditing, useSetting } from '../editing.ts';
import { ErrorPolicySection } from '../fields/error-policy-section.tsx';
import styles from '../fields/fields.module.css';
import { InputField } from '../fields/input-field.tsx';
import { InputList } from '../fields/input-list.tsx';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { ChoiceField, NumberField } from '../fields/plain-fields.tsx';
import { TemplateField } from '../fields/template-field.tsx';
import { authTypes, authValues, bodyTypes, httpSettings, methods } from '../settings/http.ts';

const FILE = { kind: 'string', assist: 'default' } as const;
const STRING = { kind: 'string' } as const;
const FIELDS = 'inputs.body.fields';

/** Calls another server. */
export function HttpForm() {
  const { t } = useTranslation('workflowNodeForm');
  const [headers] = useSetting(httpSettings.headers);
  const [params] = useSetting(httpSettings.params);
  const [auth] = useSetting(httpSettings.auth);
  const [body] = useSetting(httpSettings.body);
  return (
    <>
      <Group title={t('request')} isOpen>
        <Method />
        <TemplateField setting={httpSettings.url} label={t('url')} rows={1} isCode slots="anywhere" placeholder="https://api.example.com/items?id={{…}}" />
      </Group>
      <Group title={t('query')} note={params.length} isOpen={params.length > 0}>
        <InputList setting={httpSettings.params} stem="name" add={t('addParameter')} />
      </Group>
      <Group title={t('headers')} note={headers.length} isOpen={headers.length > 0}>
        <InputList setting={httpSettings.headers} stem="X-Name" add={t('addHeader')} />
      </Group>
      <Group title={t('authorization')} note={t(`auths.${auth}`)}>
        <ChoiceField setting={httpSettings.auth} label={t('authorization')} isLabelHidden options={authTypes.map((value) => ({ value, label: t(`auths.${value}`) }))} />
        {auth !== 'none' && (
          <KnownInputs
            key={auth}
            setting={authValues[auth].list}
            field="inputs.auth.fields"
            inputs={authValues[auth].names.map((name) => ({ name, type: STRING, isRequired: true }))}
            labelOf={(name) => t(`authNames.${name as 'token'}`)}
          />
        )}
        {auth === 'CUSTOM_AUTH' && <ChoiceField setting={httpSettings.addTo} label={t('addTo')} options={(['header', 'query'] as const).map((value) => ({ value, label: t(`addTos.${value}`) }))} />}
      </Group>
      <Group title={t('body')} note={t(`bodies.${body}`)} isOpen={body !== 'EMPTY'}>
        <ChoiceField setting={httpSettings.body} label={t('bodyKind')} isLabelHidden options={bodyTypes.map((value) => ({ value, label: t(`bodies.${value}`) }))} />
        {body === 'JSON' && <TemplateField setting={{ ...httpSettings.json, field: 'inputs.body.template' }} label={t('bodies.JSON')} rows={5} isCode slots="anywhere" placeholder={'{\n  "name": "{{…}}"\n}'} />}
        {body === 'RAW_TEXT' && <TemplateField setting={{ ...httpSettings.text, field: 'inputs.body.template' }} label={t('bodies.RAW_TEXT')} rows={5} slots="anywhere" />}
        {body === 'FORM_DATA' && <InputList setting={httpSettings.form} field={FIELDS} stem="field" add={t('addField')} />}
        {body === 'FORM_URLENCODED' && <InputList setting={httpSettings.urlencoded} field={FIELDS} stem="field" add={t('addField')} />}
        {body === 'BINARY' && <InputField setting={{ ...httpSettings.file, field: 'inputs.body.address' }} label={t('fileAddress')} type={FILE} />}
      </Group>
      <Group title={t('attempts')}>
        <div className={styles['row']}>
          <NumberField setting={httpSettings.timeout} label={t('attemptTimeout')} placeholder="120" />
          <NumberField setting={httpSettings.retries} label={t('retries')} max={10} placeholder="0" />
        </div>
      </Group>
      <OutputsShown />
      <ErrorPolicySection hasOwnAttempts />
    </>
  );
}

function Method() {
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  const [method, change] = useSetting(httpSettings.method);
  const words = [...methods, ...(methods.some((word) => word === method) ? [] : [method])];
  return <div className={styles['method']}><Choice label={t('httpMethod')} value={method} options={words.map((value) => ({ value, label: value }))} isDisabled={isReadOnly} onChange={(word) => change(word)} /></div>;
}
