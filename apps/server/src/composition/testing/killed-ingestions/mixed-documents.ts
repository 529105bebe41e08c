import type { SplitRulesInput } from '@buckle/contract';

/** A document of one kind, of a certain length (1 is the full one), every piece of which has a word of its own. */
export interface MixedDocument {
  readonly format: 'text' | 'table';
  readonly fileName: string;
  readonly content: (number: number, length: number) => string;
  /** By what it is cut at first, and by what when it is read anew. */
  readonly rules: readonly [SplitRulesInput, SplitRulesInput];
}

/** The kinds of documents that are read while their server is killed. */
export const MIXED_DOCUMENTS: readonly MixedDocument[] = [
  {
    format: 'text',
    fileName: 'long.txt',
    content: (number, length) => pieces(number, 1_500 * length).join('\n\n'),
    rules: [{ mode: 'custom', separator: '\n\n', max_tokens: 200 }, { mode: 'automatic', max_tokens: 400 }],
  },
  {
    format: 'text',
    fileName: 'headings.md',
    content: (number, length) => pieces(number, 240 * length).map((piece, at) => (at % 6 === 0 ? `# Part ${at / 6}\n\n${piece}` : piece)).join('\n\n'),
    rules: [{ mode: 'automatic' }, { mode: 'parent_child', parent_max_tokens: 600, child_max_tokens: 60 }],
  },
  {
    format: 'table',
    fileName: 'rows.csv',
    content: (number, length) => ['name,price,text', ...pieces(number, 400 * length).map((piece, at) => `item ${at},${at},"${piece}"`)].join('\n'),
    rules: [{ mode: 'rows' }, { mode: 'rows', columns: ['price', 'text'], indexed: ['text'] }],
  },
];

/** A word that `pieces` has made. */
export const OWN_WORD = /\bzqv\d+x\d+z\b/g;

function pieces(number: number, count: number): string[] {
  return Array.from({ length: Math.ceil(count) }, (_, at) => `Piece ${at} speaks of apples, pears and zqv${number}x${at}z as it stands in the book of the year ${1900 + (at % 100)}.`);
}
