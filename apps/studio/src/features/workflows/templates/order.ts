import type { Language } from '../../../i18n/index.ts';
import { canvas, end, firstOf, from, given, line, node, parameters, start, text, variable } from './canvas-parts.ts';
import type { Template } from './template.ts';

const words = {
  en: {
    name: 'Ask back',
    description: 'Greets, asks a question with options and one without, and puts the answers together. Needs no model at all.',
    start: 'Guest', guest: 'How the guest is called', anyone: 'guest',
    greet: 'Greet', hello: 'Hello {{name}}! Your table is free.',
    drink: 'Drink?', drinkText: 'What would you like to drink, {{name}}?', tea: 'Tea', coffee: 'Coffee',
    teaTitle: 'With tea', teaLine: 'Tea, with a biscuit', coffeeTitle: 'With coffee', coffeeLine: 'Coffee, with milk beside it', otherTitle: 'Something else', otherLine: '{{wish}}, if the kitchen has it',
    meet: 'The order', wish: 'Any wish?', wishText: 'Is there anything that the kitchen should know?', end: 'Order',
  },
  'zh-CN': {
    name: '向人提问',
    description: '先问候，再问一个带选项的问题和一个开放的问题，最后把回答放在一起。完全不需要模型。',
    start: '客人', guest: '怎么称呼客人', anyone: '客人',
    greet: '问候', hello: '{{name}}您好！座位已经备好。',
    drink: '喝什么？', drinkText: '{{name}}，您想喝点什么？', tea: '茶', coffee: '咖啡',
    teaTitle: '茶', teaLine: '茶，配饼干', coffeeTitle: '咖啡', coffeeLine: '咖啡，另备牛奶', otherTitle: '其他', otherLine: '{{wish}}，如果厨房有的话',
    meet: '点单', wish: '有什么要求？', wishText: '有什么要告诉厨房的吗？', end: '订单',
  },
} as const;

/** Questions to a person: the run waits for the answers. */
export function order(language: Language): Template {
  const { name, description, ...w } = words[language];
  const guest = from('100001', 'name');
  const question = (content: string, more: object) => ({ question: content, inputParameters: parameters({ name: guest }), extra_output: false, limit: 3, ...more });
  return {
    name,
    description,
    canvas: canvas(
      [
        start(w.start, variable('name', 'string', { description: w.guest, defaultValue: w.anyone })),
        node('110001', '13', { title: w.greet, at: [1, 0], inputs: { inputParameters: parameters({ name: guest }), content: given(w.hello), streamingOutput: false } }),
        node('110002', '18', {
          title: w.drink,
          at: [2, 0],
          inputs: question(w.drinkText, { answer_type: 'option', option_type: 'static', options: [{ name: w.tea }, { name: w.coffee }] }),
          outputs: [variable('optionId', 'string'), variable('optionContent', 'string')],
        }),
        text('110003', { title: w.teaTitle, at: [3, -1] }, w.teaLine),
        text('110004', { title: w.coffeeTitle, at: [3, 0] }, w.coffeeLine),
        text('110005', { title: w.otherTitle, at: [3, 1] }, w.otherLine, { wish: from('110002', 'optionContent') }),
        firstOf('110006', { title: w.meet, at: [4, 0] }, '110003', '110004', '110005'),
        node('110007', '18', {
          title: w.wish,
          at: [5, 0],
          inputs: question(w.wishText, { answer_type: 'text' }),
          outputs: [variable('USER_RESPONSE', 'string', { required: true })],
        }),
        end(w.end, 6, { order: from('110006', 'output'), wish: from('110007', 'USER_RESPONSE') }),
      ],
      [
        line('100001', '110001'), line('110001', '110002'),
        line('110002:branch_0', '110003'), line('110002:branch_1', '110004'), line('110002:default', '110005'),
        ...['110003', '110004', '110005'].map((id) => line(id, '110006')),
        line('110006', '110007'), line('110007', '900001'),
      ],
    ),
  };
}
