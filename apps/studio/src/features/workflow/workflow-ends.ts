import { type CanvasDocument, type Field, readFields } from '@buckle/canvas';

/** The numbers of the nodes that a workflow begins and ends with. */
const START = '1';
const END = '2';

/** What a workflow is started with; undefined where its canvas has no start. */
export function startFields({ nodes }: Pick<CanvasDocument, 'nodes'>): readonly Field[] | undefined {
  const start = nodes.find(({ type }) => type === START);
  return start && readFields(start.data?.outputs);
}

/** What comes out of a workflow: values, or an answer in words. */
export function endFields({ nodes }: Pick<CanvasDocument, 'nodes'>): readonly Field[] | 'answer' {
  const inputs = nodes.find(({ type }) => type === END)?.data?.inputs;
  return inputs?.['terminatePlan'] === 'useAnswerContent' ? 'answer' : readFields(inputs?.['inputParameters']);
}
