import type { IncomingHttpHeaders } from 'node:http';
import { readCookies } from '../cookies.ts';

/** Where the studio keeps what a reader has chosen (`apps/studio/src/shared/preferences.ts`): `zh-CN.dark`, or `en.` where the theme is the system's. */
const COOKIE = 'buckle_look';

/** The languages of the studio. */
const languages = ['en', 'zh-CN'];

/** How a reader wants to see a page. */
export interface Look {
  readonly language: string;
  /** Absent where it is as in their system. */
  readonly theme?: 'light' | 'dark';
}

/** As they have chosen in the studio, else as their browser asks; English where it has none of the languages. */
export function lookOf({ cookie, 'accept-language': accepted = '' }: IncomingHttpHeaders): Look {
  const [language, theme] = (readCookies(cookie)[COOKIE] ?? '').split('.');
  const wanted = accepted.split(',').map((tag) => primary(tag.trim()));
  const asked = wanted.flatMap((one) => languages.find((known) => primary(known) === one) ?? []);
  return {
    language: languages.find((known) => known === language) ?? asked[0] ?? 'en',
    ...(theme === 'light' || theme === 'dark' ? { theme } : {}),
  };
}

function primary(tag: string): string {
  return tag.toLowerCase().split(/[-;]/, 1)[0] ?? '';
}
