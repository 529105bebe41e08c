import { z } from 'zod';
import { countOf } from '#kernel/count-of.ts';

/** What a check came to: `problem` keeps something from working, `warning` may soon, `note` is good to know. */
export const finding = z.object({
  level: z.enum(['ok', 'note', 'warning', 'problem']),
  /** What was looked at, such as "Data folder". */
  about: z.string(),
  /** What was found, in words without secrets. */
  text: z.string(),
  /** What to do, where something is to be done. */
  advice: z.string().optional(),
});

export type Finding = z.output<typeof finding>;

/** Findings as a table for people; `secrets` are taken out should one be in a text of others. */
export function showFindings(findings: readonly Finding[], secrets: readonly string[] = []): string {
  const aboutWidth = Math.max(...findings.map(({ about }) => about.length)) + 2;
  const indent = ' '.repeat(9 + aboutWidth);
  const lines = findings.map(({ level, about, text, advice }) =>
    [`${level.padEnd(9)}${about.padEnd(aboutWidth)}${text}`, ...(advice === undefined ? [] : [`${indent}→ ${advice}`])].join('\n'),
  );
  return withoutSecrets([...lines, '', summaryOf(findings)].join('\n'), secrets);
}

/** Whether nothing is wrong; a warning is not wrong yet. */
export function isSound(findings: readonly Finding[]): boolean {
  return findings.every(({ level }) => level !== 'problem');
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (level: Finding['level'], word: string): string => countOf(findings.filter((one) => one.level === level).length, word);
  return `${count('problem', 'problem')}, ${count('warning', 'warning')}`;
}

function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((left, secret) => left.replaceAll(secret, '…'), text);
}
