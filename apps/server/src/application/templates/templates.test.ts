import { botDefinition, templateLanguages } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { OfflineModel } from '#services/models/index.ts';
import { templates } from './shelf/index.ts';
import { findTemplate, templateId } from './template.ts';

const written = templates.flatMap(({ key, definitions }) =>
  templateLanguages.map((language) => ({ name: templateId(key, language), language, definition: definitions[language] })),
);

async function ask(prompt: string, question: string): Promise<string> {
  const messages = [{ role: 'system', content: prompt }, { role: 'user', content: question }] as const;
  let answer = '';
  for await (const events of new OfflineModel().stream({ messages }, { signal: new AbortController().signal })) {
    for (const event of events) if (event.type === 'text') answer += event.text;
  }
  return answer;
}

describe.each(written)('the template $name', ({ name, language, definition }) => {
  it('is a valid bot that is found by its id', () => {
    expect(botDefinition.parse(definition)).toEqual(definition);
    expect(findTemplate(templates, name)).toBe(definition);
  });

  it('says what it is for, begins the conversation and is written in its language', () => {
    const texts = [definition.name, definition.description, definition.prompt, definition.onboarding.prologue];
    for (const text of texts) expect(/\p{Script=Han}/u.test(text.replaceAll(/^.* = .*$/gmu, ''))).toBe(language === 'zh-CN');
    expect(definition.onboarding.suggested_questions.length).toBeGreaterThan(1);
  });

  it('names no variable in its prompts that it does not declare', () => {
    const declared = new Set(definition.variables.map(({ keyword }) => keyword));
    const prompts = [definition.prompt, ...definition.intents.map(({ prompt = '' }) => prompt)].join('\n');
    const named = [...prompts.matchAll(/\{\{(\w+)\}\}/g)].map(([, keyword]) => keyword).filter((keyword) => keyword !== 'name');
    expect(named.filter((keyword) => !declared.has(keyword ?? ''))).toEqual([]);
  });

  it('answers its suggested questions on the offline model', async () => {
    const answers = await Promise.all(definition.onboarding.suggested_questions.map((question) => ask(definition.prompt, question)));
    for (const answer of answers) expect(answer.length).toBeGreaterThan(20);
  });
});

describe('the house rules, without any key', () => {
  it.each([
    ['house-rules-en', 'When is the office open?', 'open from 8:00 to 20:00'],
    ['house-rules-en', 'I lost my badge. What now?', 'A lost badge is blocked at the front desk'],
    ['house-rules-en', 'How do I book a meeting room?', 'Meeting rooms are booked in the calendar'],
    ['house-rules-zh-CN', '办公室几点开门？', '办公室的开放时间是工作日 8:00 到 20:00'],
    ['house-rules-zh-CN', '门禁卡丢了怎么办？', '门禁卡丢失后，请到前台挂失'],
    ['house-rules-zh-CN', '怎么预订会议室？', '会议室在日历中预订'],
  ])('%s answers %j', async (id, question, quoted) => {
    expect(await ask(findTemplate(templates, id)?.prompt ?? '', question)).toContain(quoted);
  });
});
