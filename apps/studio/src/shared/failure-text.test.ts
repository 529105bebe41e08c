import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { common } from '../i18n/zh-CN/common.ts';
import { failureText } from './failure-text.ts';

const i18n = createInstance();
await i18n.init({ lng: 'zh-CN', resources: { 'zh-CN': { common } }, defaultNS: 'common', interpolation: { escapeValue: false } });
const textOf = (failure: unknown) => failureText(failure, i18n.getFixedT('zh-CN', 'common'));

describe('a failure in words', () => {
  it('gives the reason that the server says', () => {
    const full = { status: 503, code: 5003, message: 'The disk is full.', logId: '7' };
    expect(textOf(full)).toEqual({ title: '服务器处理失败', reason: 'The disk is full.', logId: '7' });
  });

  it('says in the language of the reader who finds the reason that the server does not tell', () => {
    const defect = { status: 500, code: 5000, message: 'The server failed.', logId: '8' };
    expect(textOf(defect)).toEqual({ title: '服务器处理失败', reason: '管理员可以在日志中查到原因。', logId: '8' });
  });
});
