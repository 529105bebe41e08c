import type { IndexedPassage } from '#data/search/port.ts';
import type { KnowledgeDocument, PassageDocument } from '../knowledge-documents.ts';

/** A passage as it is indexed: under its document's name and its headings. */
export function indexedPassage({ name }: Pick<KnowledgeDocument, 'name'>, passage: PassageDocument, vector: Float32Array | undefined): IndexedPassage {
  const { id, headings, content, searched = content, fields } = passage;
  return { id, title: titleOf(name, headings), content: searched, ...(vector === undefined ? {} : { vector }), ...(fields === undefined ? {} : { fields }) };
}

/** What a passage is embedded as: alone it often does not say what it is about. */
export function embeddedText({ name }: Pick<KnowledgeDocument, 'name'>, { headings, content, searched = content }: Pick<PassageDocument, 'headings' | 'content' | 'searched'>): string {
  return `${titleOf(name, headings)}\n${searched}`;
}

/** What says the type of a file, and nothing of what is in it. */
const ENDING = /\.[a-z0-9]{1,8}$/i;

function titleOf(name: string, headings: readonly string[]): string {
  return [name.replace(ENDING, ''), ...headings].join(' ');
}
