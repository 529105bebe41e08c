import { listSetting, named, type NodeData, numberSetting, setting, textSetting } from '../document/setting.ts';
import { historySettings, modelSettings } from './model.ts';

/** How the reply of a model is read. */
export const replyFormats = ['text', 'markdown', 'json'] as const;

export type ReplyFormat = (typeof replyFormats)[number];

const format = numberSetting(named('inputs.llmParam', 'responseFormat'));

/** A workflow that a model may call as a tool, as it stands in the document. */
export interface WorkflowTool {
  readonly workflow_id?: string;
  readonly workflow_version?: string;
  readonly is_draft?: boolean;
}

/** The settings of a node that asks a model. */
export const llmSettings = {
  ...modelSettings('params'),
  prompt: textSetting(named('inputs.llmParam', 'prompt')),
  format: setting<ReplyFormat>(
    format.field,
    (data) => replyFormats[format.read(data) ?? 0] ?? 'text',
    (data, value) => format.write(data, replyFormats.indexOf(value)),
  ),
  history: historySettings('inputs.llmParam', 'params').isOn,
  rounds: historySettings('inputs.llmParam', 'params').rounds,
  workflows: listSetting<WorkflowTool>('inputs.fcParam.workflowFCParam.workflowList'),
};

const plugins = listSetting<object>('inputs.fcParam.pluginFCParam.pluginList');

/** How many tools a node names that come with another part of Buckle: plugins. */
export function waitingTools(data: NodeData): number {
  return plugins.read(data).length;
}

/** The node without these. */
export function withoutWaitingTools(data: NodeData): NodeData {
  return plugins.write(data, []);
}
