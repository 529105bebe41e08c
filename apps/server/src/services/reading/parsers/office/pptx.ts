import type { ReadingLimits } from '../../limits.ts';
import { type Block, paragraph } from '../block.ts';
import { CellTable } from '../cell-table.ts';
import { attribute, type Attributes, readWholeXml, type XmlListener } from './read-xml.ts';
import { relationshipsOf } from './relationships.ts';
import type { ZipParser } from './zip-parser.ts';

const PRESENTATION = 'ppt/presentation.xml';

/** A presentation: each slide is a page under its title, with its tables and the notes of the speaker. */
export const parsePptx: ZipParser = async function* (archive, { limits, progress }) {
  const ids: string[] = [];
  await readWholeXml(
    archive.read(PRESENTATION),
    {
      open: (name, attributes) => {
        if (name === 'sldId') ids.push(attributes['r:id'] ?? '');
      },
      close: () => undefined,
    },
    limits,
  );
  const relationships = await relationshipsOf(archive, PRESENTATION, limits);
  const slides = ids.flatMap((id) => relationships.get(id)?.target ?? []);
  for (const [index, slide] of slides.entries()) {
    const listener = new SlideListener(limits);
    await readWholeXml(archive.read(slide), listener, limits);
    const notes = [...(await relationshipsOf(archive, slide, limits)).values()].find(({ type }) => type === 'notesSlide');
    const noted = new SlideListener(limits);
    if (notes) await readWholeXml(archive.read(notes.target), noted, limits);
    progress((index + 1) / slides.length);
    yield [{ kind: 'place', page: index + 1 }, { kind: 'heading', level: 1, text: listener.title }, ...listener.blocks, ...noted.blocks];
  }
};

/** Numbers, dates and footers are on every slide alike. */
const LEFT_OUT_PLACEHOLDERS = new Set(['sldNum', 'dt', 'ftr', 'hdr', 'sldImg']);

class SlideListener implements XmlListener {
  readonly blocks: Block[] = [];
  title = '';
  readonly #limits: ReadingLimits;
  #placeholder: string | undefined;
  #table: CellTable | undefined;
  #inText = false;
  #text = '';
  #isFirst = true;

  constructor(limits: ReadingLimits) {
    this.#limits = limits;
  }

  open(name: string, attributes: Attributes): void {
    switch (name) {
      case 'sp':
        this.#placeholder = undefined;
        this.#isFirst = true;
        break;
      case 'ph':
        this.#placeholder = attribute(attributes, 'type');
        break;
      case 't':
        this.#inText = true;
        break;
      case 'br':
        this.#text += '\n';
        break;
      case 'tbl':
        this.#table = new CellTable(this.#limits);
        break;
      case 'tr':
        this.#table?.beginRow();
        break;
      case 'tc':
        this.#table?.beginCell();
        break;
    }
  }

  close(name: string): void {
    switch (name) {
      case 't':
        this.#inText = false;
        break;
      case 'p':
        this.#endParagraph();
        break;
      case 'tc':
        this.#table?.endCell();
        break;
      case 'tr':
        this.#table?.endRow(this.blocks);
        break;
      case 'tbl':
        this.#table?.end(this.blocks);
        this.#table = undefined;
        break;
    }
  }

  text(text: string): void {
    if (this.#inText) this.#text += text;
  }

  #endParagraph(): void {
    const text = this.#text.trim();
    this.#text = '';
    if (text === '' || LEFT_OUT_PLACEHOLDERS.has(this.#placeholder ?? '')) return;
    if (this.#table) {
      this.#table.addToCell(text, this.blocks);
    } else if (this.#placeholder === 'title' || this.#placeholder === 'ctrTitle') {
      this.title += (this.title === '' ? '' : ' ') + text.replaceAll('\n', ' ');
    } else {
      // The lines of one box belong together.
      this.blocks.push(this.#isFirst ? paragraph(text) : { kind: 'text', text, joint: 'line' });
      this.#isFirst = false;
    }
  }
}
