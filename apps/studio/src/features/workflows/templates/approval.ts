import type { Language } from '../../../i18n/index.ts';
import { canvas, end, firstOf, from, given, line, llm, node, parameters, start, text, variable } from './canvas-parts.ts';
import type { Template } from './template.ts';

const words = {
  en: {
    name: 'Draft and approve',
    description: 'A model drafts an announcement, and a person decides whether it goes out. The run waits for as long as that takes, up to a day.',
    start: 'Occasion', topic: 'What is to be announced',
    write: 'Draft', prompt: 'Write a short announcement for all colleagues, without a heading, about: {{topic}}',
    decide: 'May it go out?', content: 'Shall this go out to everybody?\n\n{{draft}}',
    sent: 'Approved', sentText: 'Approved: {{draft}}', notSent: 'Not approved', notSentText: 'It was not approved. {{comment}}',
    late: 'Too late', lateText: 'Nobody has decided within a day.',
    meet: 'Outcome', end: 'End',
  },
  'zh-CN': {
    name: '起草与审批',
    description: '模型起草一份通知，由人决定是否发出。运行会一直等待审批，最长一天。',
    start: '事由', topic: '要通知什么',
    write: '起草', prompt: '请写一份发给全体同事的简短通知，不要标题，内容是：{{topic}}',
    decide: '可以发出吗？', content: '是否将以下内容发给所有人？\n\n{{draft}}',
    sent: '同意', sentText: '已同意：{{draft}}', notSent: '未同意', notSentText: '未获同意。{{comment}}',
    late: '超时', lateText: '一天之内无人审批。',
    meet: '结果', end: '结束',
  },
} as const;

const A_DAY = 24 * 60 * 60;

/** A person decides, and there is a branch for each decision. */
export function approval(language: Language): Template {
  const { name, description, ...w } = words[language];
  const draft = from('110001', 'output');
  return {
    name,
    description,
    canvas: canvas(
      [
        start(w.start, variable('topic', 'string', { required: true, description: w.topic })),
        llm('110001', { title: w.write, at: [1, 0] }, w.prompt, { topic: from('100001', 'topic') }),
        node('110002', '10001', {
          title: w.decide,
          at: [2, 0],
          inputs: { inputParameters: parameters({ draft }), content: given(w.content), outputSchema: '[]', assignees: [], timeout: A_DAY },
          outputs: [variable('decision', 'string'), variable('comment', 'string'), variable('decidedBy', 'string')],
        }),
        text('110003', { title: w.sent, at: [3, -1] }, w.sentText, { draft }),
        text('110004', { title: w.notSent, at: [3, 0] }, w.notSentText, { comment: from('110002', 'comment') }),
        text('110005', { title: w.late, at: [3, 1] }, w.lateText),
        firstOf('110006', { title: w.meet, at: [4, 0] }, '110003', '110004', '110005'),
        end(w.end, 5, { outcome: from('110006', 'output'), decision: from('110002', 'decision') }),
      ],
      [
        line('100001', '110001'), line('110001', '110002'),
        line('110002:approved', '110003'), line('110002:rejected', '110004'), line('110002:timeout', '110005'),
        ...['110003', '110004', '110005'].map((id) => line(id, '110006')),
        line('110006', '900001'),
      ],
    ),
  };
}
