import { template } from '../template.ts';

/** Answers from a list of facts; made to be useful with the built-in model too, which quotes sentences. */
export const houseRules = template('house-rules', {
  en: {
    name: 'House rules',
    description: 'Answers questions from the facts that you write down. Works even without a language model: the built-in one quotes them.',
    prompt: `Answer questions about our office from the facts below. If they say nothing about it, say so, and name the front desk.

# Facts
The office is open from 8:00 to 20:00 on working days.
At weekends you get in with your badge and must register in the visitors' book.
A lost badge is blocked at the front desk, telephone extension 100.
Guests are registered the day before and are met at the front desk.
Meeting rooms are booked in the calendar, for no more than two hours.
The kitchen is cleaned by everybody: empty the dishwasher if it is done.
The Wi-Fi for guests is called "Guest"; its password hangs in every meeting room.
Parking spaces in the basement are given to those who ask first, by e-mail to parking@example.com.
Dogs are welcome on Fridays if nobody on the floor objects.
Expenses are handed in by the fifth of the following month, with the receipts.
In case of fire, leave by the stairs and meet at the gate.`,
    onboarding: {
      prologue: 'Ask me about the office. I answer from the house rules, and say so where they have nothing on it.',
      suggested_questions: ['When is the office open?', 'I lost my badge. What now?', 'How do I book a meeting room?'],
    },
    model: { model_id: '', temperature: 0.2, context_round: 3 },
  },
  'zh-CN': {
    name: '办公室须知',
    description: '根据你写下的条目回答问题。没有连接语言模型也能用：内置模型会摘录原句。',
    prompt: `回答关于办公室的问题时，以下面的条目为准。条目没有提到的，请直说，并建议询问前台。

# 条目
办公室的开放时间是工作日 8:00 到 20:00。
周末凭门禁卡进入，并需在来访登记簿上登记。
门禁卡丢失后，请到前台挂失，分机号 100。
访客需提前一天登记，并由接待人到前台迎接。
会议室在日历中预订，每次不超过两小时。
厨房由大家共同打扫，洗碗机洗完后请顺手清空。
访客 Wi-Fi 的名称是 Guest，密码贴在每间会议室里。
地下车位先到先得，请发邮件到 parking@example.com 申请。
同层同事都不反对时，周五可以带狗上班。
报销单须在次月 5 日前连同发票一起提交。
发生火灾时走楼梯撤离，在大门口集合。`,
    onboarding: {
      prologue: '关于办公室的事都可以问我。我按须知回答，须知里没有的会如实告诉你。',
      suggested_questions: ['办公室几点开门？', '门禁卡丢了怎么办？', '怎么预订会议室？'],
    },
    model: { model_id: '', temperature: 0.2, context_round: 3 },
  },
});
