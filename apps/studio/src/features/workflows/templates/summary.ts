import type { Language } from '../../../i18n/index.ts';
import { canvas, endSaying, from, line, llm, start, variable } from './canvas-parts.ts';
import type { Template } from './template.ts';

const words = {
  en: {
    name: 'Summary',
    description: 'Sums a text up for a reader whom you name, and writes the answer while it comes.',
    start: 'Text', text: 'The text to sum up', reader: 'Whom it is for', anyone: 'somebody in a hurry',
    write: 'Sum up',
    prompt: 'Sum up the text below in at most three sentences, for {{reader}}. Keep numbers and names as they are.\n\n{{text}}',
    end: 'Answer',
  },
  'zh-CN': {
    name: '摘要',
    description: '为指定的读者概括一段文字，边写边输出。',
    start: '原文', text: '要概括的文字', reader: '写给谁看', anyone: '赶时间的人',
    write: '概括',
    prompt: '请用最多三句话概括下面的文字，写给{{reader}}看。数字和名称保持原样。\n\n{{text}}',
    end: '回答',
  },
} as const;

/** A model writes, and the end passes it on piece by piece. */
export function summary(language: Language): Template {
  const { name, description, ...w } = words[language];
  return {
    name,
    description,
    canvas: canvas(
      [
        start(w.start, variable('text', 'string', { required: true, description: w.text }), variable('reader', 'string', { description: w.reader, defaultValue: w.anyone })),
        llm('110001', { title: w.write, at: [1, 0] }, w.prompt, { text: from('100001', 'text'), reader: from('100001', 'reader') }),
        endSaying(w.end, 2, '{{summary}}', { summary: from('110001', 'output') }),
      ],
      [line('100001', '110001'), line('110001', '900001')],
    ),
  };
}
