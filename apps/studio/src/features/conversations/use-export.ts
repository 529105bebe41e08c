import { useState } from 'react';
import { useLazyExportConversationQuery } from '../../api/conversations.ts';
import { saveAsFile } from '../../shared/save-as-file.ts';
import { type ExportedConversation, fileNameOf, jsonOf, markdownOf } from './export-text.ts';

/** A conversation as a file, in two forms. */
export type ExportForm = 'json' | 'markdown';

/** Reads all that was said and hands it to the browser as a file. `count` says how many messages have come so far. */
export function useExport(conversationId: string) {
  const [read] = useLazyExportConversationQuery();
  const [count, setCount] = useState<number>();
  const run = async (form: ExportForm): Promise<void> => {
    setCount(0);
    try {
      let exported: ExportedConversation | undefined;
      for (let token: string | undefined = undefined; exported === undefined || token !== undefined; ) {
        const page = await readPage(token);
        exported = { conversation: page.conversation, messages: [...(exported?.messages ?? []), ...page.messages.items] };
        setCount(exported.messages.length);
        token = page.messages.has_more ? page.messages.next_page_token : undefined;
      }
      saveAsFile(`${fileNameOf(exported.conversation)}.${form === 'json' ? 'json' : 'md'}`, form === 'json' ? jsonOf(exported) : markdownOf(exported));
    } finally {
      setCount(undefined);
    }
  };
  const readPage = (token: string | undefined) =>
    read({ params: { conversation_id: conversationId }, query: token === undefined ? {} : { page_token: token } }).unwrap();
  return { run, count };
}
