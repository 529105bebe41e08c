import type { Language } from '../../../i18n/index.ts';
import { canvas, end, from, line, llm, node, parameters, start, text, variable } from './canvas-parts.ts';
import type { Template } from './template.ts';

const words = {
  en: {
    name: 'Work through a list',
    description: 'Does the same with each entry of a list, several at once, and gives all results in their order.',
    start: 'List', entries: 'The entries, such as products or questions', task: 'What is to be done with each', tasks: 'Describe it in one sentence',
    each: 'For each entry', ask: 'Ask the model', prompt: '{{task}}: {{entry}}', label: 'Put together', labelled: '{{entry}}: {{answer}}', end: 'Results',
  },
  'zh-CN': {
    name: '逐条处理',
    description: '对列表中的每一条做同样的事，同时处理几条，结果按原来的顺序给出。',
    start: '列表', entries: '要处理的条目，例如商品或问题', task: '对每一条做什么', tasks: '用一句话描述',
    each: '每一条', ask: '询问模型', prompt: '{{task}}：{{entry}}', label: '拼接', labelled: '{{entry}}：{{answer}}', end: '结果',
  },
} as const;

const number = (content: string) => ({ type: 'integer', value: { type: 'literal', content } });

/** A batch with nodes inside. */
export function list(language: Language): Template {
  const { name, description, ...w } = words[language];
  const strings = { type: 'string' };
  const entry = from('110001', 'entry');
  return {
    name,
    description,
    canvas: canvas(
      [
        start(w.start, variable('entries', 'list', { schema: strings, required: true, description: w.entries }), variable('task', 'string', { description: w.task, defaultValue: w.tasks })),
        node('110001', '28', {
          title: w.each,
          at: [1, 0],
          inputs: { batchSize: number('100'), concurrentSize: number('4'), inputParameters: parameters({ entry: from('100001', 'entries', 'list', strings) }) },
          outputs: [{ name: 'results', input: from('110003', 'output', 'list', strings) }],
          blocks: [
            llm('110002', { title: w.ask, at: [0, 0] }, w.prompt, { entry, task: from('100001', 'task') }),
            text('110003', { title: w.label, at: [1, 0] }, w.labelled, { entry, answer: from('110002', 'output') }),
          ],
          edges: [line('110001:batch-function-inline-output', '110002'), line('110002', '110003'), line('110003', '110001:batch-function-inline-input')],
        }),
        end(w.end, 3, { results: from('110001', 'results', 'list', strings) }),
      ],
      [line('100001', '110001'), line('110001:batch-output', '900001')],
    ),
  };
}
