import type { BlockInput, Param } from '../document/block-input.ts';
import { at, choiceSetting, flagSetting, inputSetting, listSetting, numberSetting, setting, textSetting } from '../document/setting.ts';

/** The methods that are offered. */
export const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'] as const;

/** What a request carries. */
export const bodyTypes = ['EMPTY', 'JSON', 'RAW_TEXT', 'FORM_DATA', 'FORM_URLENCODED', 'BINARY'] as const;

/** How a request says who sends it. */
export const authTypes = ['none', 'BEARER_AUTH', 'BASIC_AUTH', 'CUSTOM_AUTH'] as const;

export type AuthType = (typeof authTypes)[number];

const isOpen = flagSetting(at('inputs.auth.authOpen'));
const kind = choiceSetting(at('inputs.auth.authType'), ['BEARER_AUTH', 'BASIC_AUTH', 'CUSTOM_AUTH']);

/** The settings of a node that calls another server. */
export const httpSettings = {
  method: textSetting(at('inputs.apiInfo.method'), 'GET'),
  url: textSetting(at('inputs.apiInfo.url')),
  headers: listSetting<Param>('inputs.headers'),
  params: listSetting<Param>('inputs.params'),
  auth: setting<AuthType>(
    'inputs.auth',
    (data) => (isOpen.read(data) ? kind.read(data) : 'none'),
    (data, type) => (type === 'none' ? isOpen.write(data, false) : kind.write(isOpen.write(data, true), type)),
  ),
  addTo: choiceSetting(at('inputs.auth.authData.customData.addTo'), ['header', 'query']),
  body: choiceSetting(at('inputs.body.bodyType'), bodyTypes),
  json: textSetting(at('inputs.body.bodyData.json')),
  text: textSetting(at('inputs.body.bodyData.rawText')),
  form: listSetting<Param>('inputs.body.bodyData.formData.data'),
  urlencoded: listSetting<Param>('inputs.body.bodyData.formURLEncoded'),
  file: inputSetting('inputs.body.bodyData.binary.fileURL'),
  timeout: numberSetting(at('inputs.setting.timeout')),
  retries: numberSetting(at('inputs.setting.retryTimes')),
};

/** Where each kind of authorization keeps its values, and which these are. */
export const authValues = {
  BEARER_AUTH: { list: listSetting<Param>('inputs.auth.authData.bearerTokenData'), names: ['token'] },
  BASIC_AUTH: { list: listSetting<Param>('inputs.auth.authData.basicAuthData'), names: ['username', 'password'] },
  CUSTOM_AUTH: { list: listSetting<Param>('inputs.auth.authData.customData.data'), names: ['Key', 'Value'] },
} as const;

/** The value of a name among named values. */
export function valueOf(list: readonly Param[], name: string): BlockInput | undefined {
  return list.find((param) => param.name === name)?.input;
}

/** The named values with another value under a name. */
export function withValue(list: readonly Param[], name: string, input: BlockInput): readonly Param[] {
  const index = list.findIndex((param) => param.name === name);
  return index === -1 ? [...list, { name, input }] : list.with(index, { ...list[index], input });
}
