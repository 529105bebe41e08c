import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ScriptedModel } from './scripted-model.ts';

let model: ScriptedModel;
beforeEach(async () => {
  model = await ScriptedModel.start();
});
afterEach(() => model.close());

async function call(body: object = { stream: true }): Promise<Response> {
  return fetch(`${model.baseUrl}/chat/completions`, { method: 'POST', body: JSON.stringify(body) });
}

describe('the scripted model', () => {
  it('answers from its queue, then from its script, and remembers the calls', async () => {
    model.enqueue({ text: 'first' });
    model.always((_call, index) => ({ text: `call ${index}` }));
    expect(await (await call({ stream: true, n: 1 })).text()).toContain('first');
    expect(await (await call()).text()).toContain('call 1');
    expect(model.callCount).toBe(2);
    expect(model.calls[0]?.body).toEqual({ stream: true, n: 1 });
  });

  it('sends so many tokens, one a piece, and counts them', async () => {
    model.always({ tokens: 50, pieceDelay: 0 });
    const body = await (await call()).text();
    expect(body.match(/"content":"token/g)).toHaveLength(50);
    expect(body).toContain('"completion_tokens":50');
    expect(body.endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('answers a call without a stream in one piece', async () => {
    model.always({ text: ['a', 'b'], usage: { inputTokens: 3, outputTokens: 4 } });
    expect(await (await call({})).json()).toMatchObject({ choices: [{ message: { content: 'ab' } }], usage: { prompt_tokens: 3, total_tokens: 7 } });
  });

  it('answers with errors and breaks connections', async () => {
    model.enqueue({ error: { status: 429, headers: { 'retry-after': '1' } } }, { tokens: 9, breakAfter: 2 });
    const refused = await call();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    await expect(call().then((response) => response.text())).rejects.toThrow('terminated');
  });

  it('notices a client that goes', async () => {
    model.always({ text: 'a', hang: true });
    const cancel = new AbortController();
    const response = await fetch(`${model.baseUrl}/chat/completions`, { method: 'POST', body: '{"stream":true}', signal: cancel.signal });
    expect(response.status).toBe(200);
    expect(model.openCount).toBe(1);
    cancel.abort();
    await expect.poll(() => model.cancelledCount).toBe(1);
    expect(model.openCount).toBe(0);
  });
});
