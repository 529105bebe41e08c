import { describe, expect, it } from 'vitest';
import { OfflineModel } from '#services/models/index.ts';
import { firstBot } from './first-bot.ts';

async function ask(question: string): Promise<string> {
  const messages = [{ role: 'system', content: firstBot.prompt }, { role: 'user', content: question }] as const;
  let answer = '';
  for await (const events of new OfflineModel().stream({ messages }, { signal: new AbortController().signal })) {
    for (const event of events) if (event.type === 'text') answer += event.text;
  }
  return answer;
}

describe('the first bot, without any key', () => {
  it.each([
    ['What is Buckle?', '“Buckle is an open platform'],
    ['How do I connect a real model?', 'To connect a real model, add it under /api/models'],
    ['How do I make a bot?', 'To make a bot, call POST /v1/bot/create'],
    ['Does it need Docker?', 'no Docker'],
    ['扣是什么？', '“扣（Buckle）是一个开放的智能体与工作流平台。”'],
    ['怎么连接真正的模型？', '要连接真正的模型，请在 /api/models 添加'],
    ['如何创建智能体？', '要创建智能体，请调用 POST /v1/bot/create'],
  ])('answers %j', async (question, quoted) => {
    expect(await ask(question)).toContain(quoted);
  });

  it('can answer every question that it suggests', async () => {
    for (const question of firstBot.onboarding.suggested_questions) expect(await ask(question)).toContain('“');
  });
});
