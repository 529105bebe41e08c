import { describe, expect, it } from 'vitest';
import { helpText } from './help-text.ts';
import { parseCommand, UsageError } from './parse-command.ts';

describe('parseCommand', () => {
  it.each([
    [[], { name: 'serve' }],
    [['serve'], { name: 'serve' }],
    [['--help'], { name: 'help' }],
    [['-h'], { name: 'help' }],
    [['token', '--help'], { name: 'help' }],
    [['--version'], { name: 'version' }],
    [['token'], { name: 'token' }],
    [['rotate-key'], { name: 'rotate-key' }],
    [['rotate-key', 'master'], { name: 'rotate-key' }],
    [['rotate-key', '1559000000000000000'], { name: 'rotate-key', workspaceId: '1559000000000000000' }],
    [['doctor'], { name: 'doctor' }],
    [['backup', 'b.tar'], { name: 'backup', file: 'b.tar' }],
    [['restore', '/tmp/b.tar'], { name: 'restore', file: '/tmp/b.tar' }],
  ])('reads %j', (commandLine, command) => {
    expect(parseCommand(commandLine)).toEqual(command);
  });

  it.each([
    [['tokn'], 'Did you mean "token"?'],
    [['--port', '80'], '--help'],
    [['token', 'twice'], '"twice" follows'],
    [['rotate-key', 'everything'], '"everything"'],
    [['rotate-key', 'master', 'now'], '"now" follows'],
    [['backup'], 'backup needs a file: npm start -- backup FILE'],
    [['restore', ''], 'restore needs a file'],
    [['backup', 'a', 'b'], '"b" follows'],
  ])('refuses %j', (commandLine, advice) => {
    expect(() => parseCommand(commandLine)).toThrow(UsageError);
    expect(() => parseCommand(commandLine)).toThrow(advice);
  });
});

describe('helpText', () => {
  it('names every command and the settings', () => {
    for (const word of ['token', 'rotate-key', 'backup', 'restore', 'doctor', 'version', 'BUCKLE_PORT']) expect(helpText()).toContain(word);
  });
});
