import { flagSetting, named, type NodeData, numberSetting, type Setting, setting, textSetting } from '../document/setting.ts';

/** Which model is asked: an id of the workspace's, and its name when it was chosen. Without an id the workspace's default is asked. */
export interface ChosenModel {
  readonly id: string;
  readonly name: string;
}

/** How a model is asked. */
export interface ModelSettings {
  readonly model: Setting<ChosenModel>;
  readonly temperature: Setting<number | undefined>;
  readonly topP: Setting<number | undefined>;
  readonly maxTokens: Setting<number | undefined>;
  readonly systemPrompt: Setting<string>;
}

/** The settings of a model in `inputs.llmParam`: as parameters, with Coze's own spelling of its name, or as an object. */
export function modelSettings(blank: 'params' | 'object'): ModelSettings {
  const place = (name: string) => named('inputs.llmParam', name, blank);
  const name = blank === 'params' ? 'modleName' : 'modelName';
  const id = textSetting(place('modelType'));
  const shown = textSetting(place(name));
  const put = (data: NodeData, chosen: ChosenModel): NodeData =>
    chosen.id === '' ? place(name).put(place('modelType').put(data, undefined), undefined) : shown.write(id.write(data, chosen.id), chosen.name);
  return {
    model: setting('inputs.llmParam.modelType', (data) => ({ id: id.read(data), name: shown.read(data) }), put),
    temperature: numberSetting(place('temperature')),
    topP: numberSetting(place('topP')),
    maxTokens: numberSetting(place('maxTokens')),
    systemPrompt: textSetting(place('systemPrompt')),
  };
}

/** How much of the conversation the model sees. */
export function historySettings(list: string, blank: 'params' | 'object') {
  return {
    isOn: flagSetting(named(list, 'enableChatHistory', blank)),
    rounds: numberSetting(named(list, 'chatHistoryRound', blank)),
  };
}
