import { type CanvasNode, nodeKinds, type Operator, pathText } from '@buckle/canvas';
import type { TFunction } from 'i18next';
import { type BlockInput, readInput } from './document/block-input.ts';
import { literalText } from './document/literal-text.ts';
import { inputParameters, type NodeData } from './document/setting.ts';
import { mergeGroups } from './settings/aggregator.ts';
import { note } from './settings/comment.ts';
import { inputFields } from './settings/form-fields.ts';
import { httpSettings } from './settings/http.ts';
import { llmSettings } from './settings/llm.ts';
import { alone, branches, operatorOf } from './settings/selector.ts';
import * as simple from './settings/simple.ts';
import { assignments, variableOf } from './settings/variables.ts';

type Words = TFunction<'workflowNodeForm'>;

/** The longest line that is shown, in characters. */
const LONGEST = 80;

const summaries: Readonly<Record<string, (data: NodeData, t: Words) => string>> = {
  1: (data) => names(simple.outputs.read(data)),
  2: (data, t) => (simple.endSettings.plan.read(data) === 'useAnswerContent' ? (simple.endSettings.content.read(data) || t('plans.useAnswerContent')) : names(inputParameters.read(data))),
  3: (data, t) => llmSettings.model.read(data).name || t('defaultModel'),
  5: (data, t) => t(`languages.${simple.codeSettings.language.read(data)}`),
  8: condition,
  13: (data) => simple.messageSettings.content.read(data),
  15: (data, t) => (simple.textSettings.method.read(data) === 'split' ? t('methods.split') : simple.textSettings.template.read(data)),
  18: (data) => simple.questionSettings.question.read(data),
  20: (data) => inputParameters.read(data).map((entry) => sourceOf((entry as { left?: BlockInput }).left)).filter((name) => name !== '').join(', '),
  21: loop,
  22: (data) => simple.intentSettings.intents.read(data).map(({ name = '' }) => name).filter((name) => name !== '').join(' · '),
  28: (data) => names(inputParameters.read(data)),
  30: (data) => names(inputFields.read(data)),
  31: (data) => note.read(data),
  32: (data) => names(mergeGroups.read(data)),
  40: (data) => assignments.read(data).map((entry) => variableOf(entry)?.name ?? '').filter((name) => name !== '').join(', '),
  45: (data) => `${httpSettings.method.read(data)} ${httpSettings.url.read(data)}`.trim(),
  10001: (data) => simple.approvalSettings.content.read(data),
  10002: (data, t) => (simple.waitSettings.mode.read(data) === 'for' ? t('waitsFor', { seconds: simple.waitSettings.seconds.read(data) ?? 0 }) : t('waitModes.until')),
  10003: (data) => simple.callBotSettings.content.read(data),
};

/** One short line that says what a node does beyond its title; undefined where there is nothing to say. */
export function nodeSummary({ type, data }: CanvasNode, t: Words): string | undefined {
  const part = nodeKinds.get(type)?.waitsFor;
  const line = part === undefined ? summaries[type]?.(data ?? {}, t) : t('waitingFor', { part: t(`parts.${part}`) });
  const text = line?.replaceAll(/\s+/g, ' ').trim();
  if (text === undefined || text === '') return undefined;
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function names(list: readonly { readonly name?: string }[]): string {
  return list.map(({ name = '' }) => name).filter((name) => name !== '').join(', ');
}

function condition(data: NodeData, t: Words): string {
  const [branch] = branches.read(data);
  const [first, ...others] = branch?.condition?.conditions ?? [];
  if (first === undefined) return '';
  const operator = operatorOf(first);
  const left = sourceOf(first.left?.input);
  if (operator === undefined || left === '') return '';
  const right = alone.has(operator) ? '' : shown(first.right?.input);
  const more = others.length === 0 ? '' : ' …';
  return `${left} ${operatorText(operator, t)} ${right}${more}`;
}

function operatorText(operator: Operator, t: Words): string {
  return t(`operators.${operator}`);
}

function loop(data: NodeData, t: Words): string {
  const kind = simple.loopSettings.kind.read(data);
  if (kind === 'array') return names(inputParameters.read(data));
  if (kind === 'infinite') return t('loops.infinite');
  return t('rounds', { times: shown(simple.loopSettings.count.read(data)) || '10' });
}

/** Where a value comes from, or what it is. */
function shown(input: BlockInput | undefined): string {
  const read = readInput(input);
  return read.expression === 'literal' ? literalText(read.value) : sourceOf(input);
}

function sourceOf(input: BlockInput | undefined): string {
  const read = readInput(input);
  return read.expression === 'output' || read.expression === 'variable' ? pathText(read.path) : '';
}
