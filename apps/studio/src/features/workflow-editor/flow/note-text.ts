import type { CanvasNode } from '@buckle/canvas';

/** The text of a note, a line for each paragraph. Coze keeps it as the JSON of its editor. */
export function noteText({ data }: CanvasNode): string {
  const note = data?.inputs?.['note'];
  if (typeof note !== 'string') return '';
  try {
    const paragraphs: unknown = JSON.parse(note);
    return Array.isArray(paragraphs) ? paragraphs.map(textIn).join('\n') : note;
  } catch (error) {
    if (error instanceof SyntaxError) return note;
    throw error;
  }
}

function textIn(part: unknown): string {
  if (part === null || typeof part !== 'object') return '';
  if ('text' in part && typeof part.text === 'string') return part.text;
  return 'children' in part && Array.isArray(part.children) ? part.children.map(textIn).join('') : '';
}
