import { useLazyGetDocumentQuery, useLazyGetPassageQuery, useSetCaptionMutation, useUpdatePassageMutation } from '../../api/knowledge.ts';
import { wholeText } from './passage-editor.tsx';
import type { TextPort } from './save-text.ts';

/** Where the text of a passage is kept: whole, or cell by cell. */
export function usePassagePorts(id: string): { readonly asText: TextPort; readonly asRow: TextPort } {
  const [update] = useUpdatePassageMutation();
  const [get] = useLazyGetPassageQuery();
  const params = { passage_id: id };
  return {
    asText: {
      write: ({ '': content }, revision) => update({ params, body: { content, revision: Number(revision) } }).unwrap(),
      async read() {
        const { content, revision } = await get({ params }).unwrap();
        return wholeText(content, String(revision));
      },
    },
    asRow: {
      write: (row, revision) => update({ params, body: { row, revision: Number(revision) } }).unwrap(),
      async read() {
        const { row = {}, revision } = await get({ params }).unwrap();
        return { parts: row, revision: String(revision) };
      },
    },
  };
}

/** Where the caption of a picture is kept. */
export function useCaptionPort(id: string): TextPort {
  const [write] = useSetCaptionMutation();
  const [get] = useLazyGetDocumentQuery();
  const params = { document_id: id };
  return {
    write: ({ '': caption = '' }, revision) => write({ params, body: { caption, revision } }).unwrap(),
    async read() {
      const { caption = '', caption_revision: revision } = await get({ params }).unwrap();
      return wholeText(caption, revision);
    },
  };
}
