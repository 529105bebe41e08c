import { createHmac } from 'node:crypto';
import { webhookSettings } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { proofOf } from './webhook-proof.ts';

const SECRET = 'a secret of the sender';
const NOW = 1_800_000_000_000;
const TIME = String(NOW / 1_000);
const body = Buffer.from('{"a":1}');
const sign = (text: string, encoding: 'hex' | 'base64' = 'hex') => createHmac('sha256', SECRET).update(text).digest(encoding);

const plain = { secret: SECRET, webhook: webhookSettings.parse({}) };
const signing = { secret: SECRET, webhook: webhookSettings.parse({ proof: 'signature' }) };
const timeless = { secret: SECRET, webhook: webhookSettings.parse({ proof: 'signature', signature_header: 'X-Hub-Signature-256', timestamp_header: '' }) };

function prove(trigger: Parameters<typeof proofOf>[0], headers: Record<string, string>, secret?: string) {
  return proofOf(trigger, { headers, body, secret }, NOW);
}

describe('a secret', () => {
  it('is taken from the address, a header or a bearer', () => {
    expect(prove(plain, {}, SECRET)).toEqual({});
    expect(prove(plain, { 'x-buckle-secret': SECRET })).toEqual({});
    expect(prove(plain, { authorization: `Bearer ${SECRET}` })).toEqual({});
  });

  it('must be right, and there must be one', () => {
    expect(prove(plain, {}, 'wrong')).toBeUndefined();
    expect(prove(plain, {})).toBeUndefined();
    expect(prove(undefined, {}, 'no secret')).toBeUndefined();
    expect(prove({ webhook: plain.webhook }, {}, '')).toBeUndefined();
  });

  it('is no signature', () => {
    expect(prove(signing, { 'x-buckle-secret': SECRET }, SECRET)).toBeUndefined();
  });
});

describe('a signature', () => {
  const signed = (signature: string, time = TIME) => ({ 'x-buckle-signature': signature, 'x-buckle-timestamp': time });

  it('is over the time and the body, in hexadecimal or base64', () => {
    const proof = { signature: sign(`${TIME}.{"a":1}`) };
    expect(prove(signing, signed(sign(`${TIME}.{"a":1}`)))).toEqual(proof);
    expect(prove(signing, signed(`sha256=${sign(`${TIME}.{"a":1}`)}`))).toEqual(proof);
    expect(prove(signing, signed(sign(`${TIME}.{"a":1}`, 'base64')))).toEqual(proof);
  });

  it('is refused where body or time are others, or the time is too far off', () => {
    expect(prove(signing, signed(sign(`${TIME}.{"a":2}`)))).toBeUndefined();
    expect(prove(signing, signed(sign(`1.{"a":1}`)))).toBeUndefined();
    expect(prove(signing, { 'x-buckle-signature': sign('{"a":1}') })).toBeUndefined();
    for (const off of [-301, 301]) {
      const time = String(NOW / 1_000 + off);
      expect(prove(signing, signed(sign(`${time}.{"a":1}`), time))).toBeUndefined();
    }
  });

  it('may be over the body alone, where the sender signs no time', () => {
    expect(prove(timeless, { 'x-hub-signature-256': `sha256=${sign('{"a":1}')}` })).toEqual({});
    expect(prove(timeless, { 'x-hub-signature-256': `sha256=${sign('{"a":2}')}` })).toBeUndefined();
  });
});
