import { z } from 'zod';

/** How long a passage may be, in estimated tokens. */
const passageTokens = z.int().min(20).max(8_000);

/** What a passage repeats of the end of the one before it, in estimated tokens. */
const overlapTokens = z.int().min(0).max(2_000);

/** Names of columns of a table. */
const columnNames = z.array(z.string().min(1).max(500)).max(500);

/** What a column of a table holds. `tags` are several words, separated by commas or semicolons. */
export const columnTypes = ['text', 'integer', 'number', 'date', 'boolean', 'tags'] as const;

export type ColumnType = (typeof columnTypes)[number];

const typesOfColumns = z
  .record(z.string().min(1).max(500), z.enum(columnTypes))
  .refine((types) => Object.keys(types).length <= 500, 'at most 500 columns');

/** Where an overlap takes up half a passage or more, it is not a rest but a second copy. */
const OVERLAP = 'must be at most half of max_tokens';

function overlapsLittle(rules: { overlap: number; max_tokens: number }): boolean {
  return rules.overlap <= rules.max_tokens / 2;
}

const automaticSplitting = z
  .strictObject({
    mode: z.literal('automatic'),
    max_tokens: passageTokens.default(300),
    overlap: overlapTokens.default(0),
  })
  .refine(overlapsLittle, { error: OVERLAP, path: ['overlap'] })
  .meta({ id: 'AutomaticSplitting', description: 'By headings, tables, code, paragraphs and the ends of sentences' });

const customSplitting = z
  .strictObject({
    mode: z.literal('custom'),
    separator: z.string().min(1).max(100).default('\n').describe('Wherever it stands a passage ends; what is longer than max_tokens is cut on'),
    max_tokens: passageTokens.default(800),
    overlap: overlapTokens.default(0),
    remove_extra_spaces: z.boolean().default(false).describe('One space, line break or tab for several in a row'),
    remove_urls_emails: z.boolean().default(false),
  })
  .refine(overlapsLittle, { error: OVERLAP, path: ['overlap'] })
  .meta({ id: 'CustomSplitting' });

const hierarchySplitting = z
  .strictObject({
    mode: z.literal('hierarchy'),
    levels: z.int().min(1).max(6).default(3).describe('Headings down to this level begin a passage'),
    max_tokens: passageTokens.default(800),
  })
  .meta({ id: 'HierarchySplitting', description: 'Each section is a passage; one that is too long is cut on' });

const parentChildSplitting = z
  .strictObject({
    mode: z.literal('parent_child'),
    parent_max_tokens: passageTokens.default(1_000),
    child_max_tokens: passageTokens.default(150),
  })
  .refine((rules) => rules.child_max_tokens < rules.parent_max_tokens, { error: 'must be less than parent_max_tokens', path: ['child_max_tokens'] })
  .meta({ id: 'ParentChildSplitting', description: 'Small passages are searched, the large one around them is shown to the model' });

const rowSplitting = z
  .strictObject({
    mode: z.literal('rows'),
    sheet: z.string().max(100).optional().describe('Of a workbook; its first one where absent'),
    header_row: z.int().min(1).max(1_000).default(1).describe('Which row names the columns, from 1'),
    first_row: z.int().min(2).max(10_000).optional().describe('The first row with data; the one after the header where absent'),
    columns: columnNames.optional().describe('Those that are kept; all where absent'),
    indexed: columnNames.optional().describe('Those whose words are searched; all that are kept where absent. The others are shown and can be filtered by'),
    types: typesOfColumns.optional().describe('What columns hold, by their names; of others the first rows decide. A value of another type is found by its words, not by a filter'),
  })
  .refine((rules) => rules.first_row === undefined || rules.first_row > rules.header_row, { error: 'must be after header_row', path: ['first_row'] })
  .meta({ id: 'RowSplitting', description: 'Each row of a table is a passage of lines "column: value"' });

const captionSplitting = z
  .strictObject({
    mode: z.literal('caption'),
    by: z.enum(['model', 'hand']).default('model').describe('Who writes it: a model that sees pictures, or somebody by hand'),
    model_id: z.string().max(64).optional().describe("Which model; the workspace's default where absent"),
    instruction: z.string().trim().max(2_000).optional().describe('What the model is to look for'),
  })
  .meta({ id: 'CaptionSplitting', description: 'A picture is one passage, its caption' });

/** How a document that holds text is cut into passages. */
export const textRules = z
  .discriminatedUnion('mode', [automaticSplitting, customSplitting, hierarchySplitting, parentChildSplitting, rowSplitting])
  .meta({ id: 'TextRules' });

/** How a document becomes passages: text is cut, a picture gets a caption. */
export const splitRules = z.discriminatedUnion('mode', [...textRules.options, captionSplitting]).meta({ id: 'SplitRules' });

/** How a document is cut into passages, every default filled in. */
export type SplitRules = z.output<typeof splitRules>;
/** How a document is cut into passages, as a caller gives it. */
export type SplitRulesInput = z.input<typeof splitRules>;
/** The rules of one way of splitting. */
export type RulesOf<Mode extends SplitRules['mode']> = Extract<SplitRules, { mode: Mode }>;
/** How a document that holds text is cut, every default filled in. */
export type TextRules = z.output<typeof textRules>;
/** How a document that holds text is cut, as a caller gives it. */
export type TextRulesInput = z.input<typeof textRules>;
