import { isObject, listIn, objectIn } from '../document/objects.ts';
import { type NodeData, setting } from '../document/setting.ts';
import { parsedJson } from '../../../shared/parsed-json.ts';

/** The text of a comment, a paragraph a line. How parts of it look is lost only where it is changed. */
export const note = setting('inputs.note', read, (data, text) => ({ ...data, inputs: { ...data.inputs, schemaType: 'slate', note: JSON.stringify(paragraphs(text)) } }));

function read(data: NodeData): string {
  const source = data.inputs?.['note'];
  const written = typeof source === 'string' ? parsedJson(source) : source;
  if (!Array.isArray(written)) return typeof source === 'string' ? source : '';
  return written.map(textIn).join('\n');
}

function textIn(part: unknown): string {
  const { text, children } = objectIn(part);
  return typeof text === 'string' ? text : listIn(children).filter(isObject).map(textIn).join('');
}

function paragraphs(text: string): readonly object[] {
  return text.split('\n').map((line) => ({ type: 'paragraph', children: [{ text: line, type: 'text' }] }));
}
