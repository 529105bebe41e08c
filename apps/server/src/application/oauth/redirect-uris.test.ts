import { describe, expect, it } from 'vitest';
import { checkRedirectUris, isRedirectUriOf, withParameters } from './redirect-uris.ts';

describe('the address of an app', () => {
  it.each(['https://a.example', 'https://a.example/cb?x=1', 'http://localhost:8080/cb', 'http://intranet/cb'])('may be %s', (uri) => {
    expect(() => checkRedirectUris('web', [uri])).not.toThrow();
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'ftp://a.example/',
    'com.example.app:/cb',
    'https:a.example',
    '/cb',
    'https://a.example/#f',
    'https://user@a.example/',
    'https://user:p@a.example/',
    'https://a.example/ cb',
    'https://ä.example/',
    '',
  ])('of a web app cannot be %s', (uri) => {
    expect(() => checkRedirectUris('web', [uri])).toThrow(/redirect_uris/);
  });

  it('may have a scheme of its own on a phone, if that is a name turned round', () => {
    expect(() => checkRedirectUris('pkce', ['com.example.app:/cb'])).not.toThrow();
    expect(() => checkRedirectUris('pkce', ['javascript:alert(1)'])).toThrow(/scheme/);
    expect(() => checkRedirectUris('pkce', ['myapp:/cb'])).toThrow(/scheme/);
  });

  it('is needed by those who are answered there, and by no others', () => {
    expect(() => checkRedirectUris('web', [])).toThrow(/at least one/);
    expect(() => checkRedirectUris('device', ['https://a.example/'])).toThrow(/none/);
    expect(() => checkRedirectUris('service', [])).not.toThrow();
  });
});

describe('an answer', () => {
  const web = { kind: 'web', redirectUris: ['https://a.example/cb', 'http://127.0.0.1/cb'] } as const;
  const native = { kind: 'pkce', redirectUris: ['http://127.0.0.1/cb', 'http://[::1]:1/cb', 'http://localhost', 'https://a.example/cb'] } as const;

  it.each(['https://a.example/cb', 'http://127.0.0.1/cb'])('goes to %s, as it was named', (uri) => {
    expect(isRedirectUriOf(web, uri)).toBe(true);
  });

  it.each([
    'https://a.example/cb/',
    'https://a.example/cb?x=1',
    'https://a.example/CB',
    'https://A.example/cb',
    'https://a.example:443/cb',
    'https://a.example/cb/../cb',
    'https://a.example/cb#x',
    'https://a.example.evil.example/cb',
    'https://a.example@evil.example/cb',
    'http://127.0.0.1:8080/cb',
  ])('does not go to %s', (uri) => {
    expect(isRedirectUriOf(web, uri)).toBe(false);
  });

  it.each(['http://127.0.0.1:51004/cb', 'http://127.0.0.1/cb', 'http://[::1]:9/cb', 'http://localhost:3000'])(
    'goes to %s where a program of the user listens at a port of its choice',
    (uri) => {
      expect(isRedirectUriOf(native, uri)).toBe(true);
    },
  );

  it.each([
    'http://127.0.0.1:80@evil.example/cb',
    'http://127.0.0.1:8080/other',
    'http://127.0.0.1:8080/cb?x=1',
    'https://127.0.0.1:8080/cb',
    'http://127.0.0.2:8080/cb',
    'http://localhost:8080/cb',
    'http://127.0.0.1.evil.example:80/cb',
    'https://a.example:8443/cb',
  ])('does not go to %s, whatever listens there', (uri) => {
    expect(isRedirectUriOf(native, uri)).toBe(false);
  });
});

it('parameters are added to those that an address has, and never change it otherwise', () => {
  expect(withParameters('https://a.example/cb', { code: 'c&d', state: undefined })).toBe('https://a.example/cb?code=c%26d');
  expect(withParameters('https://a.example/cb?x=1', { code: 'c' })).toBe('https://a.example/cb?x=1&code=c');
  expect(withParameters('com.example.app:/cb', { code: 'c' })).toBe('com.example.app:/cb?code=c');
});
