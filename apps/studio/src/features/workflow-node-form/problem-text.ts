import type { IdleSetting, ProblemCode } from '@buckle/canvas';
import type { TFunction } from 'i18next';
import { isTypeWord } from '../workflow/index.ts';

type Words = TFunction<'workflowNodeForm'>;

/** A problem as the server and `packages/canvas` tell it. */
interface ToldProblem {
  readonly code: string;
  readonly message: string;
  readonly field?: string | undefined;
  readonly values: Readonly<Record<string, string>>;
}

/** The codes that have words. */
const codes: Readonly<Record<ProblemCode, true>> = {
  missing_start: true, missing_end: true, duplicate_id: true, unknown_kind: true, not_available: true, misplaced_node: true,
  invalid_setting: true, edge_to_nothing: true, edge_across_levels: true, unknown_port: true, edge_into_start: true,
  edge_out_of_end: true, cycle: true, unreachable: true, unconnected_port: true, missing_value: true, unknown_node: true,
  unknown_output: true, not_before: true, wrong_type: true, unknown_input: true, duplicate_name: true, missing_name: true,
  unknown_resource: true, unknown_model: true, no_chat_model: true, invalid_default: true, idle_setting: true,
};

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(codes, code);
}

/** The gaps that the words have; a problem fills those of its code. */
const gaps = { id: '', type: '', title: '', part: '', place: '', reason: '', port: '', titles: '', input: '', source: '', path: '', from: '', to: '', slot: '', name: '', resource: '', setting: '' };

/** The settings without effect that have words. */
const idleSettings: Readonly<Record<IdleSetting, true>> = { isPersonalOnly: true, useNl2sql: true, imageExtraction: true, imageOcr: true };

function isIdleSetting(setting: string): setting is IdleSetting {
  return Object.hasOwn(idleSettings, setting);
}

/** What a document names, as problems say it. */
const resources = { workflow: 'workflow', 'published workflow': 'publishedWorkflow', 'published bot': 'publishedBot', 'data set': 'dataset' } as const;

function isResource(resource: string | undefined): resource is keyof typeof resources {
  return resource !== undefined && Object.hasOwn(resources, resource);
}

/** What a problem is, in the language of the reader; in the server's words where its code is not known here. */
export function problemText({ code, message, field, values }: ToldProblem, t: Words): string {
  if (!isCode(code)) return message;
  return t(`problems.${code}`, { ...gaps, ...values, ...translated(values, t), ...placeWords(field, values, t), ...typeWords(values, t) });
}

/** Values that are words and not names, in the language of the reader. */
function translated({ part, resource, place, reason, setting }: Readonly<Record<string, string>>, t: Words): Record<string, string> {
  const isPlace = place === 'inside a loop';
  return {
    ...(part === 'plugins' || part === 'databases' ? { part: t(`parts.${part}`) } : {}),
    ...(isResource(resource) ? { resource: t(`resources.${resources[resource]}`) } : {}),
    ...(setting !== undefined && isIdleSetting(setting) ? { setting: t(`idleSettings.${setting}`) } : {}),
    ...(place === undefined ? {} : { place: isPlace ? t('places.loop') : t('places.only') }),
    ...(reason === undefined ? {} : { reason: reason.replace(/^\(([^)]*)\) /, '$1: ') }),
  };
}

/** What the forms call the settings that problems name by their path, the longer paths first. */
const settings: readonly (readonly [RegExp, (t: Words) => string])[] = [
  [/^inputs\.inputParameters\.\d+\.left/, (t) => t('variable')],
  [/^inputs\.inputParameters\.\d+\.(right|input)/, (t) => t('newValue')],
  [/^inputs\.branches\..*\.left/, (t) => t('left')],
  [/^inputs\.branches\..*\.right/, (t) => t('right')],
  [/^inputs\.llmParam\.prompt/, (t) => t('prompt')],
  [/^inputs\.llmParam\.systemPrompt/, (t) => t('systemPrompt')],
  [/^inputs\.apiInfo\.url/, (t) => t('url')],
  [/^inputs\.headers/, (t) => t('headers')],
  [/^inputs\.params/, (t) => t('query')],
  [/^inputs\.auth/, (t) => t('authorization')],
  [/^inputs\.body/, (t) => t('body')],
  [/^inputs\.code$/, (t) => t('code')],
  [/^inputs\.question$/, (t) => t('question')],
  [/^inputs\.options$/, (t) => t('options')],
  [/^inputs\.dynamic_option/, (t) => t('optionList')],
  [/^inputs\.intents$/, (t) => t('intents')],
  [/^inputs\.workflowId$/, (t) => t('workflow')],
  [/^inputs\.datasetParam/, (t) => t('datasets')],
  [/^inputs\.botId$/, (t) => t('bot')],
  [/^inputs\.content$/, (t) => t('text')],
  [/^inputs\.seconds$/, (t) => t('seconds')],
  [/^inputs\.loopCount/, (t) => t('loopCount')],
  [/^inputs\.variableParameters/, (t) => t('loopVariables')],
  [/^inputs\.mergeGroups/, (t) => t('value')],
  [/^inputs\.batch/, (t) => t('batch')],
  [/^inputs\.inputParameters$/, (t) => t('inputs')],
  [/^outputs/, (t) => t('outputs')],
];

/** Settings and exits in the words of the forms; inputs have names of their own. */
function placeWords(field: string | undefined, { input, port }: Readonly<Record<string, string>>, t: Words): Record<string, string> {
  const setting = field === undefined || input === undefined ? undefined : settings.find(([path]) => path.test(field));
  return { ...(setting === undefined ? {} : { input: setting[1](t) }), ...(port === undefined ? {} : { port: portWords(port, t) }) };
}

function portWords(port: string, t: Words): string {
  const branch = /^branch_(\d+)$/.exec(port)?.[1];
  if (branch !== undefined) return t('ports.branch', { number: Number(branch) + 1 });
  if (port === 'default' || port === 'branch_error' || port === 'approved' || port === 'rejected' || port === 'timeout') return t(`ports.${port}`);
  return port;
}

/** The types that a problem names, in the words of the forms. */
function typeWords({ from, to }: Readonly<Record<string, string>>, t: Words): Record<string, string> {
  return { ...(from === undefined ? {} : { from: typeText(from, t) }), ...(to === undefined ? {} : { to: typeText(to, t) }) };
}

function typeText(name: string, t: Words): string {
  const item = /^list<(.+)>$/.exec(name)?.[1];
  if (item !== undefined) return t('listOf', { type: typeText(item, t) });
  return name === 'any' || isTypeWord(name) ? t(`types.${name}`) : name;
}
