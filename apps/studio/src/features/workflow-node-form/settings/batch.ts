import { isObject, listIn, objectIn, withAt } from '../document/objects.ts';
import type { Param } from '../document/block-input.ts';
import { at, flagSetting, listSetting, type NodeData, numberSetting, setting } from '../document/setting.ts';
import type { Variable } from '../document/variables.ts';

/** The output of a node in batch mode. */
const LIST = 'outputList';
const USUAL_SIZE = 100;
const USUAL_CONCURRENCY = 10;

const flag = flagSetting(at('inputs.batch.batchEnable'));

/** A node's own repetition: it runs for each element of some lists. */
export const batchSettings = {
  isOn: setting('inputs.batch', flag.read, putMode),
  lists: listSetting<Param>('inputs.batch.inputLists'),
  size: numberSetting(at('inputs.batch.batchSize')),
  concurrency: numberSetting(at('inputs.batch.concurrentSize')),
};

/** The outputs of one run of a node, also where the node gives a list of them. */
export const outputsOfOneRun = setting<readonly Variable[]>('outputs', readOutputs, putOutputs);

function readOutputs(data: NodeData): readonly Variable[] {
  const outputs = listIn(data.outputs).filter(isObject);
  return (flag.read(data) ? inside(outputs) : undefined) ?? outputs;
}

function putOutputs(data: NodeData, outputs: readonly Variable[]): NodeData {
  const declared = listIn(data.outputs).filter(isObject);
  if (!flag.read(data) || inside(declared) === undefined) return { ...data, outputs: [...outputs] };
  return { ...data, outputs: wrapped(outputs, declared) };
}

function putMode(data: NodeData, isOn: boolean): NodeData {
  const outputs = readOutputs(data);
  const own = outputs.filter(({ readonly }) => readonly !== true);
  const added = outputs.filter(({ readonly }) => readonly === true);
  const batch = { batchSize: USUAL_SIZE, concurrentSize: USUAL_CONCURRENCY, inputLists: [], ...objectIn(objectIn(data.inputs)['batch']), batchEnable: isOn };
  return { ...withAt(data, ['inputs', 'batch'], batch), outputs: isOn ? [...wrapped(own, []), ...added] : [...outputs] };
}

/** The fields of the objects in the list that the first output is. */
function inside([first]: readonly Variable[]): readonly Variable[] | undefined {
  const item = objectIn(first?.schema);
  return first?.type === 'list' && item['type'] === 'object' ? listIn(item['schema']).filter(isObject) : undefined;
}

function wrapped(outputs: readonly Variable[], [first, ...rest]: readonly Variable[]): Variable[] {
  return [{ name: LIST, type: 'list', ...first, schema: { ...objectIn(first?.schema), type: 'object', schema: outputs } }, ...rest];
}
