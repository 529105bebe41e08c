import { addMember } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { validate } from './validation.ts';

describe('a body that may have one of several forms', () => {
  it.each([
    ['an e-mail without a role', { email: 'bert@example.com' }, '"role" in the body'],
    ['an id without a role', { user_id: '1575350703486926848' }, '"role" in the body'],
  ])('is told what is missing in the form that it comes closest to: %s', (_, body, expected) => {
    expect(() => validate(addMember.body, body, 'body')).toThrow(expected);
  });
});
