import type { ListedConversation, Message } from '@buckle/contract';

/** A whole conversation, to be kept elsewhere. */
export interface ExportedConversation {
  readonly conversation: ListedConversation;
  readonly messages: readonly Message[];
}

/** The same as JSON. */
export function jsonOf(exported: ExportedConversation): string {
  return `${JSON.stringify(exported, null, 2)}\n`;
}

/** The same to be read: who said what, and when. Suggestions are left out. */
export function markdownOf({ conversation, messages }: ExportedConversation): string {
  const { id, name, bot_name: botName, user_id: userId } = conversation;
  const parts = messages.filter(({ type }) => type !== 'follow_up' && type !== 'verbose').map((message) => {
    const who = message.role === 'user' ? userId || 'user' : botName || 'bot';
    return `## ${who} · ${momentOf(message.created_at)}\n\n${bodyOf(message)}`;
  });
  return `${[`# ${name || botName || id}`, `${botName} · ${userId} · ${id}`, ...parts].join('\n\n')}\n`;
}

/** What a file of it is called, without its ending: what file systems refuse is left out. */
export function fileNameOf({ id, name }: Pick<ListedConversation, 'id' | 'name'>): string {
  // oxlint-disable-next-line no-control-regex
  const clean = name.replace(/[\s\u0000-\u001f<>:"/\\|?*]+/g, ' ').trim().slice(0, 60);
  return clean === '' ? id : `${clean} ${id}`;
}

function bodyOf({ type, content, content_type: contentType }: Message): string {
  const isCode = type !== 'question' && type !== 'answer';
  return isCode || contentType !== 'text' ? fenced(content) : content;
}

/** Between fences longer than any in it. */
function fenced(content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${content}\n${fence}`;
}

function momentOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}
