import { describe, expect, it } from 'vitest';
import { namesIn, scopesFor } from './scopes.ts';

const app = { scopes: ['bot.read', 'bot.chat', 'bot.publish', 'conversation.write'] } as const;

describe('what an app asks for', () => {
  it('is all that it may ask for, where it names nothing', () => {
    expect(scopesFor(app, undefined)).toEqual(app.scopes);
  });

  it.each([
    [['bot.chat'], ['bot.chat']],
    [['Bot.publish'], ['bot.publish']],
    [['chat', 'createConversation'], ['bot.chat', 'conversation.write']],
    [['Connector.botChat'], ['bot.read', 'bot.chat', 'conversation.write']],
  ])('is named as %j', (names, scopes) => {
    expect(scopesFor(app, names)).toEqual(scopes);
  });

  it('never goes beyond what the app has', () => {
    expect(scopesFor(app, ['bot.edit', 'bot.read'])).toEqual(['bot.read']);
    expect(() => scopesFor(app, ['bot.edit'])).toThrow(/none of these/);
    expect(() => scopesFor(app, [])).toThrow(/none of these/);
  });

  it.each(['account.manage', 'instance.manage', 'workspace.own', 'workspace.manage', 'toString', '__proto__', 'no.such', ''])(
    'cannot be %j',
    (name) => {
      expect(() => scopesFor(app, [name])).toThrow(/There is no permission/);
    },
  );
});

it('names stand between spaces', () => {
  expect(namesIn(' bot.read  chat ')).toEqual(['bot.read', 'chat']);
  expect(namesIn(undefined)).toBeUndefined();
});
