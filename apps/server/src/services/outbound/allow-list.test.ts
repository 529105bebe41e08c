import { describe, expect, it } from 'vitest';
import { allows, parseAllowList } from './allow-list.ts';

const allowed = (list: string, host: string, port: number, address: string): boolean =>
  allows(parseAllowList(list), host, port, address);

describe('the allow list', () => {
  it('takes CIDRs, addresses, hosts and ports, separated by commas or spaces', () => {
    expect(parseAllowList(' 10.0.0.0/8, gpu.internal\n127.0.0.1:11434 [::1]:80 ')).toHaveLength(4);
    expect(parseAllowList('')).toEqual([]);
  });

  it.each(['10.0.0.0/33', 'http://x', 'a/b', 'user@host', 'host:port', '*.internal', 'a?b'])('refuses %s', (entry) => {
    expect(() => parseAllowList(entry)).toThrow(JSON.stringify(entry));
  });

  it('allows what lies in a range, at every port', () => {
    expect(allowed('10.0.0.0/8', 'gpu', 1, '10.9.9.9')).toBe(true);
    expect(allowed('10.0.0.0/8', 'gpu', 1, '11.0.0.1')).toBe(false);
    expect(allowed('10.0.0.0/8', 'gpu', 1, 'fd00::1')).toBe(false);
    expect(allowed('10.0.0.0/8', 'gpu', 1, '::ffff:10.0.0.1')).toBe(true);
    expect(allowed('127.0.0.1', 'localhost', 1, '127.0.0.2')).toBe(false);
  });

  it('allows a host whatever it resolves to, however it is written', () => {
    expect(allowed('GPU.internal.', 'gpu.internal', 8000, '192.168.1.1')).toBe(true);
    expect(allowed('gpu.internal', 'evil.gpu.internal', 8000, '192.168.1.1')).toBe(false);
  });

  it('allows one port where one is given', () => {
    expect(allowed('127.0.0.1:11434', '127.0.0.1', 11434, '127.0.0.1')).toBe(true);
    expect(allowed('127.0.0.1:11434', '127.0.0.1', 22, '127.0.0.1')).toBe(false);
    expect(allowed('[::1]:80', '::1', 80, '::1')).toBe(true);
    expect(allowed('[::1]:80', '::1', 81, '::1')).toBe(false);
  });
});
