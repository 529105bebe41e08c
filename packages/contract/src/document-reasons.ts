import { z } from 'zod';

/**
 * Why the reading of a document, or the removal of a document or data set, fails or has to be tried again, by stable codes, in
 * English; what is in double braces is a value of the reason.
 */
export const documentReasonTexts = {
  file_empty: 'The file is empty.',
  file_without_text: 'The file holds no text.',
  file_too_large: 'The file has more than {{megabytes}} MB, which is the most for its type. Split it into several files, or save it as text.',
  type_unknown: 'It is no text and no type of document that is known here. Save it as pdf, docx, xlsx, pptx, epub, md, html, csv, json or txt.',
  type_not_read: 'It is a file of the type {{type}}, which is not read. Save it as {{format}}.',
  picture_not_read: 'It is a file of the type {{type}}, which is not read. Pictures are not read as documents: put it into a data set of pictures.',
  archive_not_read: 'It is an archive ({{type}}). Unpack it and upload the documents in it.',
  media_not_read: 'It is a file of the type {{type}}, which is not read. Upload a text of what is said in it.',
  old_office: 'It is an Office file in the format of before 2007. Save it as {{format}}.',
  old_office_or_protected: 'It is protected by a password, or an old Office file with a new ending. Save it without a password, in the format that its ending says.',
  binary_workbook: 'It is a binary Excel workbook (xlsb). Save it as xlsx.',
  open_document: 'It is an OpenDocument file (odt, ods, odp). Save it as docx, xlsx or pptx.',
  apple_document: 'It is a document of Pages, Numbers or Keynote. Export it as docx, xlsx, pptx or pdf.',
  protected: 'It is protected by a password. Save it without one.',
  book_protected: 'The e-book is protected by rights management. Use a copy without it.',
  book_without_chapters: 'The e-book names no chapters. Convert it anew, or save it as docx or txt.',
  package_damaged: 'It is cut off or damaged. Save it anew from the program that made it, or upload it again.',
  package_of_too_many: 'It is a package of {{files}} files; {{allowed}} are allowed.',
  package_too_large: 'It unpacks to more than {{megabytes}} MB, which no document needs. Save it anew from the program that made it, in several files.',
  elements_too_deep: 'Its elements stand more than {{depth}} deep in each other. Save it anew from the program that made it.',
  page_too_deep: 'Its elements stand more than {{depth}} deep in each other. Save the page anew from a browser.',
  pdf_damaged: 'It is no whole pdf: it is cut off or damaged. Save it anew from the program that made it, or upload it again.',
  pdf_page_damaged: 'Page {{page}} cannot be read: the file is cut off or damaged. Save it anew from the program that made it, or print it to a new pdf.',
  pdf_of_pictures: 'Its pages are pictures without text. Run text recognition (OCR) over it first, or upload another form of it.',
  json_too_deep: 'Its lists and objects stand more than {{depth}} deep in each other.',
  json_ends_early: 'It is no valid JSON: it ends in the middle, at character {{character}}. Is it plain text? Then give its name the ending txt.',
  json_without_name: 'It is no valid JSON: a name in quotation marks should stand at character {{character}} ("{{near}}…"). Is it plain text? Then give its name the ending txt.',
  json_without_colon: 'It is no valid JSON: a colon should stand at character {{character}} ("{{near}}…"). Is it plain text? Then give its name the ending txt.',
  json_without_value: 'It is no valid JSON: a value should stand at character {{character}} ("{{near}}…"). Is it plain text? Then give its name the ending txt.',
  json_value_too_long: 'A value in the JSON has more than {{characters}} characters. Put long texts into a document of their own.',
  value_too_long: 'The value "{{name}}" has more than {{characters}} characters. Put long texts into a document of their own.',
  object_too_large: 'An object has more than {{values}} values. Make a list of objects of it.',
  table_without_rows: 'No row of a table was found below the header row. Check the sheet and the row that names the columns.',
  row_unclosed: 'Row {{row}} does not end within {{characters}} characters. A quotation mark (") that opens a cell there is probably not closed.',
  row_endless: 'Row {{row}} does not end within {{characters}} characters. Is it a table at all?',
  row_too_wide: 'Row {{row}} has {{columns}} columns; {{allowed}} are allowed. Is the separator between the columns right?',
  cell_too_far: 'Row {{row}} has a value in column {{column}}; {{allowed}} columns are allowed.',
  cell_too_long: 'A cell in row {{row}} has {{characters}} characters; {{allowed}} are allowed. Put long texts into a document of their own.',
  workbook_too_large: 'The texts of the workbook are too many to be held at once. Save its sheets as csv, which may be of any size.',
  workbook_without_sheets: 'The workbook has no sheet that is shown.',
  sheet_missing: 'The workbook has no sheet "{{sheet}}" that is shown; it has: {{sheets}}.',
  reading_stalled: 'Reading it came to a stand: nothing for {{seconds}} s. The file may be damaged; save it anew and try again.',
  reading_too_slow: 'Reading it took longer than {{seconds}} s. Split it into several files.',
  reading_takes_memory: 'Reading it takes more memory than is allowed. Split it into several files.',
  reading_broken: 'An internal error ended it; the log of the server has the details.',
  removal_broken: 'An internal error ended it; the log of the server has the details.',
  reading_under_way: 'The reading {{reading}} is being cancelled by another process; what it has stored is removed after that.',
  evaluation_under_way: 'The evaluation {{evaluation}} is being cancelled by another process; what it has stored is removed after that.',
  file_missing: 'The file of the document does not exist any more: add the document again.',
  page_rules_too_many: 'The robots.txt of {{host}} has too many patterns to be compared with an address of {{characters}} characters: upload the page as a file.',
  page_forbidden: 'The robots.txt of {{host}} does not allow {{agent}} to read {{url}}: ask its owner, or upload the page as a file.',
  page_permission_unknown: '{{host}} does not say whether its pages may be read: its robots.txt answered {{status}}.',
  page_address_refused: 'The address {{address}} of {{host}} is not public, so Buckle does not connect to it. To allow it, the operator adds it to BUCKLE_OUTBOUND_ALLOW.',
  page_unreachable: '{{origin}} could not be reached.',
  page_refused: '{{url}} cannot be fetched: its server answered {{status}}.',
  page_too_large: '{{message}}',
  no_picture: '{{file}} is no picture that can be shown (it is {{type}}): give a PNG, JPEG, WebP or GIF.',
  model_without_sight: 'The model "{{model}}" cannot see pictures: choose one that can for the captions, or write them by hand. If this one can, say so in its capabilities (vision).',
  caption_missing: 'The model "{{model}}" wrote no caption: try it again, choose another model, or write it by hand.',
  embedding_model_missing: 'The embedding model of the data set was removed or turned off: choose another in the settings of the data set.',
  limit_reached: '{{message}}',
  model_authentication: '{{message}}',
  model_not_found: '{{message}}',
  model_rate_limited: '{{message}}',
  model_quota_exhausted: '{{message}}',
  model_context_too_long: '{{message}}',
  model_content_filtered: '{{message}}',
  model_timeout: '{{message}}',
  model_connection: '{{message}}',
  model_address_refused: '{{message}}',
  model_vendor_error: '{{message}}',
  model_bad_request: '{{message}}',
} as const;

export type DocumentReasonCode = keyof typeof documentReasonTexts;

type Gaps<Text> = Text extends `${string}{{${infer Gap}}}${infer Rest}` ? Gap | Gaps<Rest> : never;

/** The names of the values that stand in the text of a reason, or of any. */
export type DocumentReasonGap<Code extends DocumentReasonCode = DocumentReasonCode> = Gaps<(typeof documentReasonTexts)[Code]>;

/** The values that stand in the text of a reason. */
export type DocumentReasonValues<Code extends DocumentReasonCode> = Readonly<Record<DocumentReasonGap<Code>, string | number>>;

// The keys of a constant are its own: the type of `Object.keys` does not say so.
const codes = Object.keys(documentReasonTexts) as DocumentReasonCode[];

/** Why a document could not be read, for programs. */
export const documentReason = z
  .object({ code: z.enum(codes), parameters: z.record(z.string(), z.string()).describe('What stands in its text, such as the `row` and how many `columns` are `allowed`') })
  .meta({ id: 'DocumentReason' });

export type DocumentReason = Readonly<z.output<typeof documentReason>>;

/** A reason with its values. */
export function documentReasonOf<Code extends DocumentReasonCode>(code: Code, values: DocumentReasonValues<Code>): DocumentReason {
  return { code, parameters: Object.fromEntries(Object.entries<string | number>(values).map(([name, value]) => [name, String(value)])) };
}

/** A reason in English. */
export function documentReasonInWords({ code, parameters }: DocumentReason): string {
  return documentReasonTexts[code].replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => parameters[name] ?? '');
}
