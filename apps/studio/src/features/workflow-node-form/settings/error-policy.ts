import { valueAtKeys, isObject, type Json, listIn, objectIn, withAt, withKey } from '../document/objects.ts';
import { at, type NodeData, numberSetting, setting, textSetting } from '../document/setting.ts';
import type { ChosenModel } from './model.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';

/** What happens when a node fails for good, in the order of their numbers in the document. */
export const errorModes = ['throw', 'default', 'branch'] as const;

export type ErrorMode = (typeof errorModes)[number];

/** The outputs that come with a policy that goes on. */
const errorOutputs = [
  {
    name: 'errorBody', type: 'object', readonly: true,
    schema: [{ name: 'errorMessage', type: 'string', readonly: true }, { name: 'errorCode', type: 'string', readonly: true }],
  },
  { name: 'isSuccess', type: 'boolean', readonly: true },
];

const policy = ['inputs', 'settingOnError'];

/** What happens when a node fails. Retries and times are in the document's units: milliseconds. */
export const errorSettings = {
  mode: setting<ErrorMode>('inputs.settingOnError', readMode, putMode),
  defaults: setting('inputs.settingOnError.dataOnErr', readDefaults, (data, text) => withAt(data, [...policy, 'dataOnErr'], text)),
  timeout: numberSetting(at('inputs.settingOnError.timeoutMs')),
  attemptTimeout: numberSetting(at('inputs.settingOnError.attemptTimeoutMs')),
  retries: numberSetting(at('inputs.settingOnError.retryTimes')),
  backup: setting<ChosenModel>('inputs.settingOnError.ext', readBackup, putBackup),
};

function readMode(data: NodeData): ErrorMode {
  const { switch: isOn, processType } = objectIn(valueAtKeys(data, policy));
  const number = Number(processType ?? 0);
  if (isOn === false) return 'throw';
  if (number === 0) return isOn === true || isOpenInOlderForm(data) ? 'default' : 'throw';
  return errorModes[number - 1] ?? 'throw';
}

function putMode(data: NodeData, mode: ErrorMode): NodeData {
  const setting = { ...objectIn(valueAtKeys(data, policy)), processType: errorModes.indexOf(mode) + 1, switch: mode !== 'throw', dataOnErr: readDefaults(data) };
  const outputs = listIn(data.outputs).filter((output) => !errorOutputs.some(({ name }) => objectIn(output)['name'] === name));
  return { ...withAt(data, policy, setting), outputs: mode === 'throw' ? outputs : [...outputs, ...errorOutputs] };
}

/** The first form of the setting lay beside the inputs. */
function olderForm(data: NodeData): Json {
  return objectIn(data['settingOnError']);
}

function isOpenInOlderForm(data: NodeData): boolean {
  return olderForm(data)['settingOnErrorIsOpen'] === true;
}

function readDefaults(data: NodeData): string {
  const inside = textSetting(at('inputs.settingOnError.dataOnErr')).read(data);
  if (inside !== '') return inside;
  const value = valueAtKeys(data, [...policy, 'dataOnErr']) ?? olderForm(data)['settingOnErrorJSON'];
  return typeof value === 'string' ? value : isObject(value) ? JSON.stringify(value, null, 2) : '';
}

function backupOf(data: NodeData): { readonly key: string; readonly values: Json } {
  const ext = objectIn(valueAtKeys(data, [...policy, 'ext']));
  const key = ext['backupLLmParam'] !== undefined && ext['backupLLMParam'] === undefined ? 'backupLLmParam' : 'backupLLMParam';
  const value = ext[key];
  return { key, values: objectIn(typeof value === 'string' ? parsedJson(value) : value) };
}

function readBackup(data: NodeData): ChosenModel {
  const { values } = backupOf(data);
  const { modelType, modelName } = values;
  return {
    id: typeof modelType === 'string' || typeof modelType === 'number' ? String(modelType) : '',
    name: typeof modelName === 'string' ? modelName : '',
  };
}

function putBackup(data: NodeData, { id, name }: ChosenModel): NodeData {
  const { key, values } = backupOf(data);
  const ext = objectIn(valueAtKeys(data, [...policy, 'ext']));
  const text = id === '' ? undefined : JSON.stringify({ ...values, modelType: id, modelName: name });
  return withAt(data, [...policy, 'ext'], withKey(ext, key, text));
}
