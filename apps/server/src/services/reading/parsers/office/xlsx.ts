import { unreadable } from '../../unreadable.ts';
import { TableRows } from '../table-rows.ts';
import type { Block } from '../block.ts';
import { attribute, readWholeXml, readXml } from './read-xml.ts';
import { relationshipsOf } from './relationships.ts';
import { SheetListener } from './sheet-listener.ts';
import { dateStyles } from './xlsx-dates.ts';
import { sharedStrings } from './shared-strings.ts';
import type { ZipParser } from './zip-parser.ts';

const WORKBOOK = 'xl/workbook.xml';

interface Sheet {
  readonly name: string;
  readonly part: string;
}

/** A workbook: each sheet that is shown is a table. Formulas give the values that were last calculated; macros are left alone. */
export const parseXlsx: ZipParser = async function* (archive, { limits, rows, progress }) {
  const relationships = await relationshipsOf(archive, WORKBOOK, limits);
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  await readWholeXml(
    archive.read(WORKBOOK),
    {
      open: (name, attributes) => {
        if (name === 'workbookPr') isFrom1904 = ['1', 'true'].includes(attribute(attributes, 'date1904') ?? '');
        const part = relationships.get(attributes['r:id'] ?? '')?.target;
        if (name !== 'sheet' || part === undefined || (attributes['state'] ?? 'visible') !== 'visible') return;
        sheets.push({ name: attribute(attributes, 'name') ?? '', part });
      },
      close: () => undefined,
    },
    limits,
  );
  const find = (type: string, usual: string): string => [...relationships.values()].find((each) => each.type === type)?.target ?? usual;
  const strings = await sharedStrings(archive.read(find('sharedStrings', 'xl/sharedStrings.xml')), limits);
  const dates = await dateStyles(archive.read(find('styles', 'xl/styles.xml')), limits);
  const chosen = rows ? [chooseSheet(sheets, rows.sheet)] : sheets;
  const total = chosen.reduce((sum, { part }) => sum + archive.sizeOf(part), 0);
  let read = 0;
  for (const { name, part } of chosen) {
    const blocks: Block[] = [{ kind: 'place', sheet: name }, { kind: 'heading', level: 1, text: '' }];
    const table = new TableRows(rows, limits);
    let hasRows = false;
    const listener = new SheetListener({ strings, dates, isFrom1904, columns: limits.columns }, (number, cells) => {
      table.add(number, cells, blocks);
      hasRows ||= blocks.at(-1)?.kind === 'row';
    });
    const size = archive.sizeOf(part);
    for await (const _ of readXml(archive.read(part), listener, limits)) {
      progress(total === 0 ? 1 : Math.min(1, (read + listener.bytes) / total));
      yield blocks.splice(0);
    }
    read += size;
    table.end(blocks, hasRows);
    yield blocks;
  }
};

function chooseSheet(sheets: readonly Sheet[], name: string | undefined): Sheet {
  const found = name === undefined ? sheets[0] : sheets.find((sheet) => sheet.name === name);
  if (found) return found;
  if (name === undefined || sheets.length === 0) throw unreadable('workbook_without_sheets', {});
  throw unreadable('sheet_missing', { sheet: name, sheets: sheets.map((sheet) => `"${sheet.name}"`).join(', ') });
}
