import type { TextRules } from '@buckle/contract';
import { CustomSplitter } from './custom-splitter.ts';
import type { PackerSize } from './packer.ts';
import { DEEPEST_LEVEL, ParentChildSplitter } from './parent-child-splitter.ts';
import { RowSplitter } from './row-splitter.ts';
import { SectionSplitter } from './section-splitter.ts';
import type { Sink, Splitter } from './splitter.ts';

/** What splits a document by these rules. The same blocks always give the same passages. */
export function createSplitter(rules: TextRules, sink: Sink): Splitter {
  switch (rules.mode) {
    case 'automatic':
      return sections({ maximum: rules.max_tokens, overlap: rules.overlap }, DEEPEST_LEVEL, sink);
    case 'hierarchy':
      return sections({ maximum: rules.max_tokens, overlap: 0 }, rules.levels, sink);
    case 'custom':
      return new CustomSplitter(rules, sink);
    case 'parent_child':
      return new ParentChildSplitter(rules, sink);
    case 'rows':
      return new RowSplitter(rules, sink);
  }
}

function sections(size: PackerSize, levels: number, sink: Sink): Splitter {
  return new SectionSplitter(size, levels, ({ content, headings, place }) => sink.passage({ content, headings, ...place }));
}
