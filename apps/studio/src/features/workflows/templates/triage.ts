import type { Language } from '../../../i18n/index.ts';
import { canvas, end, firstOf, from, given, line, llm, node, start, text, variable } from './canvas-parts.ts';
import type { Template } from './template.ts';

const words = {
  en: {
    name: 'Sort messages',
    description: 'Answers what is asked often by rules, without a model, and lets a model write the rest.',
    start: 'Message', message: 'What a customer wrote', choose: 'About what?',
    refund: ['refund', 'money back'], refundTitle: 'Refunds', refundText: 'A refund arrives within five working days of the return.',
    hours: ['open', 'hours'], hoursTitle: 'Opening hours', hoursText: 'We are there Monday to Friday, 9:00 to 18:00.',
    other: 'Anything else', prompt: 'A customer wrote the message below. Write a short and friendly reply, and promise nothing.\n\n{{message}}',
    meet: 'The reply', end: 'Reply',
  },
  'zh-CN': {
    name: '消息分流',
    description: '常见问题按规则直接回答，不用模型；其余的由模型来写。',
    start: '消息', message: '客户写了什么', choose: '问的是什么？',
    refund: ['退款', '退钱'], refundTitle: '退款', refundText: '退货签收后五个工作日内到账。',
    hours: ['营业', '几点'], hoursTitle: '营业时间', hoursText: '周一至周五 9:00 到 18:00。',
    other: '其他问题', prompt: '客户发来下面的消息，请写一段简短友好的回复，不要做任何承诺。\n\n{{message}}',
    meet: '回复内容', end: '回复',
  },
} as const;

const CONTAINS = 7;
const ANY_OF_THEM = 1;

/** Conditions, and branches that meet again. */
export function triage(language: Language): Template {
  const { name, description, ...w } = words[language];
  const message = from('100001', 'message');
  const branch = (terms: readonly string[]) => ({
    condition: { logic: ANY_OF_THEM, conditions: terms.map((term) => ({ operator: CONTAINS, left: { input: message }, right: { input: given(term) } })) },
  });
  return {
    name,
    description,
    canvas: canvas(
      [
        start(w.start, variable('message', 'string', { required: true, description: w.message })),
        node('110001', '8', { title: w.choose, at: [1, 0], inputs: { branches: [branch(w.refund), branch(w.hours)] } }),
        text('110002', { title: w.refundTitle, at: [2, -1] }, w.refundText),
        text('110003', { title: w.hoursTitle, at: [2, 0] }, w.hoursText),
        llm('110004', { title: w.other, at: [2, 1] }, w.prompt, { message }),
        firstOf('110005', { title: w.meet, at: [3, 0] }, '110002', '110003', '110004'),
        end(w.end, 4, { reply: from('110005', 'output') }),
      ],
      [
        line('100001', '110001'), line('110001:true', '110002'), line('110001:true_1', '110003'), line('110001:false', '110004'),
        ...['110002', '110003', '110004'].map((id) => line(id, '110005')),
        line('110005', '900001'),
      ],
    ),
  };
}
