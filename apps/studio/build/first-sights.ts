import { basename, dirname } from 'node:path';
import type { Plugin } from 'vite';
import * as english from '../src/i18n/en/part-first.ts';
import type { Words } from '../src/i18n/words.ts';
import * as chinese from '../src/i18n/zh-CN/part-first.ts';

/**
 * The class that a name in a module of styles becomes, such as `app-shell_side` for `side` in `app/shell.module.css`:
 * one that what is written here can name too.
 */
export function classOf(name: string, file: string): string {
  return `${basename(dirname(file))}-${basename(file).replace(/\.module\.css.*/, '')}_${name}`;
}

/**
 * Writes `first-sights.json`: what of a page is known before its scripts have come, in each language and in the styles of the
 * page itself. The server puts it into the page, `{{name}}` and the like filled in, and the studio takes it away once it has drawn the same.
 */
export function firstSights(): Plugin {
  return {
    name: 'first-sights',
    apply: 'build',
    generateBundle() {
      const sights = Object.entries({ en: english, 'zh-CN': chinese }).flatMap(([language, words]) =>
        sightsOf(words).map(({ path, html }) => ({ path, language, html: html.replace(/>\s+/g, '>') })),
      );
      this.emitFile({ type: 'asset', fileName: 'first-sights.json', source: JSON.stringify(sights) });
    },
  };
}

/** The first whose path fits, and whose gaps can be filled, counts. */
function sightsOf(words: Words<typeof english>): { path: string; html: string }[] {
  return [
    { path: '^/sign-in$', html: signIn(words) },
    { path: '^/s/[^/]+$', html: sharedBot(words, opening) },
    { path: '^/s/[^/]+$', html: sharedBot(words, '') },
    { path: '^/w/[^/]+/bots$', html: shell(pageHead(words.bots.title, words.bots.text)) },
    { path: '^/(w|account|instance)(/|$)', html: shell('') },
  ];
}

const field = (label: string): string => `<div class="sight-field"><span>${label}</span><i></i></div>`;

function signIn({ common, entrance }: Words<typeof english>): string {
  return `
    <div class="entrance-entrance-card_frame">
      <header class="entrance-entrance-card_brand">${mark(40)}<div><strong>Buckle</strong><span class="quiet">${entrance.tagline}</span></div></header>
      <main class="entrance-entrance-card_card">
        <h1>${entrance.signInTitle}</h1>
        ${field(common.email)}${field(common.password)}<div class="sight-button">${entrance.signIn}</div>
      </main>
      <div class="entrance-entrance-card_footer"><p>${entrance.forgotten}</p></div>
    </div>`;
}

const opening = `
  <article class="chat-message-list_turn">
    <div class="chat-message-list_reply">
      <span class="shared-person_round" aria-hidden="true">{{initial}}</span>
      <div class="chat-message-list_body"><p class="shared-formatted-text_plain">{{opening}}</p></div>
    </div>
  </article>`;

function sharedBot({ chat, sharedBot: { note } }: Words<typeof english>, said: string): string {
  return `
    <div class="shared-bot-shared-bot_page">
      <header class="shared-bot-shared-bot_header">
        <span class="shared-person_square" aria-hidden="true">{{initial}}</span><h1>{{name}}</h1>
      </header>
      <main class="shared-bot-shared-bot_main">
        <div class="chat-message-list_list" role="log">${said}</div>
        <div class="chat-composer_composer sight-composer">${chat.placeholder}</div>
        <p class="shared-bot-shared-bot_note">${note}</p>
      </main>
    </div>`;
}

function shell(page: string): string {
  const brand = `${mark(28)} Buckle`;
  return `
    <div class="app-shell_shell">
      <header class="app-shell_bar"><span></span><span class="app-shell_brand">${brand}</span><span></span></header>
      <aside class="app-shell_side"><span class="app-shell_brand">${brand}</span></aside>
      <main class="app-shell_main">${page}</main>
    </div>`;
}

function pageHead(title: string, text: string): string {
  return `
    <div class="shared-page_page">
      <header class="shared-page_header"><div><h1>${title}</h1><p class="quiet">${text}</p></div></header>
    </div>`;
}

function mark(size: number): string {
  return `
    <svg class="shared-mark_mark" width="${size}" height="${size}" viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" class="shared-mark_ground"/><rect x="8" y="8" width="16" height="16" rx="4"/><path d="M4 16h15"/>
    </svg>`;
}
