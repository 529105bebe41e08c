import type { ValueType } from '@buckle/canvas';
import { listIn } from '../document/objects.ts';
import { at, choiceSetting, flagSetting, listSetting, named, numberSetting, setting, textSetting } from '../document/setting.ts';
import type { KnownInput } from './conversation.ts';

/** How passages are looked for; the numbers that these have in the document. */
export const strategies = { hybrid: 1, semantic: 0, keyword: 20 } as const;

export type SearchStrategy = keyof typeof strategies;

/** How a document is cut: as its data set says, or by rules of the node. */
export const cuttings = ['default', 'custom'] as const;

const chosen = named('inputs.datasetParam', 'datasetList');
const strategyNumber = (place: ReturnType<typeof named>) => {
  const number = numberSetting(place);
  return setting<SearchStrategy>(
    number.field,
    (data) => strategyOf(number.read(data)),
    (data, word) => number.write(data, strategies[word]),
  );
};

function strategyOf(number: number | undefined): SearchStrategy {
  if (number === strategies.semantic) return 'semantic';
  return number === strategies.keyword ? 'keyword' : 'hybrid';
}

/** The settings of the nodes that work with data sets; each node has some of them. */
export const knowledgeSettings = {
  datasets: setting<readonly string[]>('inputs.datasetParam', (data) => listIn(chosen.get(data)).map(String), (data, ids) => chosen.put(data, ids)),
  strategy: strategyNumber(named('inputs.datasetParam', 'strategy')),
  topK: numberSetting(named('inputs.datasetParam', 'topK')),
  minScore: numberSetting(named('inputs.datasetParam', 'minScore')),
  rerank: flagSetting(named('inputs.datasetParam', 'useRerank')),
  rewrite: flagSetting(named('inputs.datasetParam', 'useRewrite')),
  cutting: choiceSetting(at('inputs.strategyParam.chunkStrategy.chunkType'), cuttings),
  separator: textSetting(at('inputs.strategyParam.chunkStrategy.separator')),
  maxTokens: numberSetting(at('inputs.strategyParam.chunkStrategy.maxToken')),
  overlap: numberSetting(at('inputs.strategyParam.chunkStrategy.overlap')),
};

const global = 'inputs.fcParam.knowledgeFCParam.global_setting';
const known = listSetting<{ readonly id?: string }>('inputs.fcParam.knowledgeFCParam.knowledgeList');
const replyMode = numberSetting(at(`${global}.no_recall_reply_mode`));

/** When the data sets of a node that asks a model are searched: for its prompt, or when the model calls for it. */
export const knowledgeUses = ['automatic', 'tool'] as const;

const isAutomatic = at(`${global}.auto`);

/** What a node that asks a model does with data sets. */
export const recallSettings = {
  use: setting<(typeof knowledgeUses)[number]>(
    isAutomatic.field,
    (data) => (isAutomatic.get(data) === false || isAutomatic.get(data) === 'false' ? 'tool' : 'automatic'),
    (data, use) => isAutomatic.put(data, use === 'automatic'),
  ),
  datasets: setting<readonly string[]>(
    known.field,
    (data) => known.read(data).map(({ id = '' }) => id),
    (data, ids) => known.write(data, ids.map((id) => known.read(data).find((entry) => entry.id === id) ?? { id })),
  ),
  strategy: strategyNumber(at(`${global}.search_mode`)),
  topK: numberSetting(at(`${global}.top_k`)),
  minScore: numberSetting(at(`${global}.min_score`)),
  rerank: flagSetting(at(`${global}.use_rerank`)),
  rewrite: flagSetting(at(`${global}.use_rewrite`)),
  citations: flagSetting(at(`${global}.show_source`)),
  hasReply: setting<boolean>(replyMode.field, (data) => replyMode.read(data) === 1, (data, isOn) => replyMode.write(data, isOn ? 1 : 0)),
  reply: textSetting(at(`${global}.no_recall_reply_customize_prompt`)),
};

const string: ValueType = { kind: 'string' };
const file: ValueType = { kind: 'string', assist: 'doc' };

/** The inputs of the kinds that work with data sets, by the numbers of the kinds. */
export const knowledgeInputs: Readonly<Record<string, readonly KnownInput[]>> = {
  6: [{ name: 'Query', type: string, isRequired: true }],
  27: [{ name: 'knowledge', type: file, isRequired: true }],
  60: [{ name: 'documentID', type: string, isRequired: true }],
};
