import type { DatasetFormat, RulesOf, SplitRules } from '@buckle/contract';

/** A way of cutting documents. */
export type SplitMode = SplitRules['mode'];

const MODES: Readonly<Record<DatasetFormat, readonly [SplitMode, ...SplitMode[]]>> = {
  text: ['automatic', 'custom', 'hierarchy', 'parent_child'],
  table: ['rows'],
  image: ['caption'],
};

/** The ways that documents of a format can be cut in, the usual one first. */
export function modesFor(format: DatasetFormat): readonly [SplitMode, ...SplitMode[]] {
  return MODES[format];
}

/** What each way begins with: the defaults of the API, which a test holds them to. */
export const defaultsOf: { readonly [Mode in SplitMode]: RulesOf<Mode> } = {
  automatic: { mode: 'automatic', max_tokens: 300, overlap: 0 },
  custom: { mode: 'custom', separator: '\n', max_tokens: 800, overlap: 0, remove_extra_spaces: false, remove_urls_emails: false },
  hierarchy: { mode: 'hierarchy', levels: 3, max_tokens: 800 },
  parent_child: { mode: 'parent_child', parent_max_tokens: 1_000, child_max_tokens: 150 },
  rows: { mode: 'rows', header_row: 1 },
  caption: { mode: 'caption', by: 'model' },
};

/** How documents of a format are cut where nobody says so. */
export function usualRules(format: DatasetFormat): SplitRules {
  return defaultsOf[modesFor(format)[0]];
}

/** What keeps rules from being used. */
export type SplittingProblem = 'overlap' | 'child' | 'separator' | 'firstRow';

/** What is wrong with rules, if anything: what the API would refuse. */
export function problemOf(rules: SplitRules): SplittingProblem | undefined {
  switch (rules.mode) {
    case 'automatic':
      return rules.overlap > rules.max_tokens / 2 ? 'overlap' : undefined;
    case 'custom':
      if (rules.separator === '') return 'separator';
      return rules.overlap > rules.max_tokens / 2 ? 'overlap' : undefined;
    case 'parent_child':
      return rules.child_max_tokens >= rules.parent_max_tokens ? 'child' : undefined;
    case 'rows':
      return rules.first_row !== undefined && rules.first_row <= rules.header_row ? 'firstRow' : undefined;
    case 'hierarchy':
    case 'caption':
      return undefined;
  }
}

/** A separator as people type it: in one line. */
export function shownSeparator(separator: string): string {
  return separator.replaceAll('\n', String.raw`\n`).replaceAll('\t', String.raw`\t`);
}

/** The separator that somebody typed. */
export function typedSeparator(text: string): string {
  return text.replaceAll(String.raw`\n`, '\n').replaceAll(String.raw`\t`, '\t');
}
