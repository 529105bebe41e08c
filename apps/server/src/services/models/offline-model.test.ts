import { describe, expect, it } from 'vitest';
import { OfflineModel } from './offline-model.ts';
import type { ChatRequest, ModelEvent } from './port.ts';

async function events(request: ChatRequest, signal = new AbortController().signal): Promise<ModelEvent[]> {
  const all: ModelEvent[] = [];
  for await (const batch of new OfflineModel().stream(request, { signal })) all.push(...batch);
  return all;
}

async function ask(question: string, system = ''): Promise<string> {
  const all = await events({ messages: [{ role: 'system', content: system }, { role: 'user', content: question }] });
  return all.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

const SHOP = `You are the assistant of a bicycle shop in Berlin. The shop is open from nine to six on weekdays.
Repairs take two days. A new tyre costs 30 euros including fitting. Always be polite.`;
const SHOP_ZH = '你是一家自行车店的客服。门店营业时间是工作日上午九点到下午六点。维修一般需要两天。换一条新轮胎三十元，包含安装。请始终保持礼貌。';

describe('the offline model', () => {
  it.each([
    ['When is the shop open?', 'open from nine to six'],
    ['How long do repairs take?', 'Repairs take two days'],
    ['What does a tyre cost?', '30 euros'],
  ])('quotes the sentence that answers %j', async (question, quoted) => {
    expect(await ask(question, SHOP)).toContain(quoted);
  });

  it.each([
    ['你们的营业时间是什么？', '上午九点到下午六点'],
    ['维修要多久？', '维修一般需要两天'],
    ['换轮胎多少钱', '换一条新轮胎三十元'],
  ])('answers %j in Chinese', async (question, quoted) => {
    const answer = await ask(question, SHOP_ZH);
    expect(answer).toContain(quoted);
    expect(answer).toContain('不是语言模型');
  });

  it.each([
    ['扣是什么？', '“扣（Buckle）是一个开放的平台。”'],
    ['什么是扣', '“扣（Buckle）是一个开放的平台。”'],
    ['Buckle 是什么？', '“扣（Buckle）是一个开放的平台。”'],
    ['What is Buckle?', '“Buckle is an open platform.”'],
  ])('quotes to %j the sentence that says what it is', async (question, quoted) => {
    const prompt = `Answer questions about Buckle.
Buckle is an open platform. What Buckle stores is kept in a folder; Buckle encrypts it.
扣（Buckle）是一个开放的平台。扣兼容扣子的接口。扣只需一条命令即可启动。`;
    expect(await ask(question, prompt)).toContain(quoted);
  });

  it('quotes an instruction only where nothing else fits', async () => {
    const prompt = 'Answer questions about tyres and brakes. You are a mechanic. We sell tyres in three sizes.';
    expect(await ask('tyres', prompt)).toContain('“We sell tyres in three sizes.”');
    expect(await ask('brakes', prompt)).toContain('“Answer questions about tyres and brakes.”');
    expect(await ask('轮胎', '请只回答轮胎问题。轮胎有三种尺寸。')).toContain('“轮胎有三种尺寸。”');
  });

  describe('with passages that say where they come from', () => {
    const passages = `# Passages
[1] Harbour bridge
The harbour bridge is a crossing of steel in the old town. Work was begun by hand. It was finished in 1931, and the paint is grey.

[2] River bridge › History
The bridge over the river is older. It was finished in 1870.`;

    it('prefers those whose source the question names, and in them what else is asked', async () => {
      expect(await ask('When was the harbour bridge finished?', passages)).toContain('It was finished in 1931, and the paint is grey.');
      expect(await ask('When was the river bridge finished?', passages)).toContain('It was finished in 1870.');
    });

    it('never quotes the name of a source', async () => {
      expect(await ask('harbour bridge', passages)).not.toContain('[1]');
    });
  });

  it('says what it is and invites to connect a real model', async () => {
    const answer = await ask('When is the shop open?', SHOP);
    expect(answer).toContain('no language model');
    expect(answer).toContain('connect a language model');
  });

  it('quotes what was said before, but never itself', async () => {
    const first = await ask('When is the shop open?', SHOP);
    const all = await events({
      messages: [
        { role: 'user', content: 'My bicycle is a green tandem.' },
        { role: 'assistant', content: first },
        { role: 'user', content: 'Which colour has my bicycle?' },
      ],
    });
    const answer = all.map((event) => (event.type === 'text' ? event.text : '')).join('');
    expect(answer).toContain('“My bicycle is a green tandem.”');
  });

  it.each(['', 'hello', 'Who are you?', 'What can you do?', '你好！', '你是谁？', '你能做什么？'])('introduces itself to %j', async (question) => {
    const answer = await ask(question, SHOP);
    expect(answer).not.toContain('closest');
    expect(answer).toMatch(/offline model|离线模型/);
  });

  it('says so when it finds nothing', async () => {
    expect(await ask('What is the capital of France?', SHOP)).toContain('I found no sentence');
    expect(await ask('法国首都叫啥', SHOP_ZH)).toContain('没有找到');
  });

  it('quotes at most 120 characters', async () => {
    const quote = /“(.*)”/su.exec(await ask('tyre', `tyre ${'long '.repeat(100)}`))?.[1];
    expect(quote?.length).toBeLessThanOrEqual(120);
    expect(quote).toContain('tyre');
  });

  it('streams in pieces, ends with counted tokens, and always says the same', async () => {
    const request: ChatRequest = { messages: [{ role: 'system', content: SHOP }, { role: 'user', content: 'When is it open?' }] };
    const all = await events(request);
    expect(all.length).toBeGreaterThan(10);
    expect(all.at(-1)).toMatchObject({ type: 'finish', reason: 'stop' });
    expect(await events(request)).toEqual(all);
  });

  it('answers a call for JSON with JSON', async () => {
    const all = await events({ messages: [{ role: 'user', content: 'hello' }], responseFormat: 'json' });
    const text = all.map((event) => (event.type === 'text' ? event.text : '')).join('');
    expect(JSON.parse(text)).toEqual({ answer: expect.stringContaining('Hello!') });
  });

  it('ends when it is cancelled', async () => {
    const reason = new Error('enough');
    await expect(events({ messages: [] }, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
