import { fileURLToPath } from 'node:url';
import { collect } from '../../source/collect.ts';
import { unreadable } from '../../unreadable.ts';
import type { Parser, ParserSource } from '../parser.ts';
import { PageLayout } from './page-layout.ts';
import { linesOfPage, type PageLine } from './page-lines.ts';

/** From how many first pages is learnt how text, headings and running titles look. */
const SAMPLE = 20;
/** After how many pages what they shared is given up. */
const CLEAN_UP = 50;

/** A pdf, page by page: paragraphs, and headings by the size of their letters. Running titles and page numbers are left out. */
export const parsePdf: Parser = async function* (source) {
  const pdf = await open(source);
  source.progress(0);
  try {
    const sample: PageLine[][] = [];
    let layout: PageLayout | undefined;
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const lines = await readPage(pdf, number);
      source.progress(number / pdf.numPages);
      if (layout) {
        yield layout.page(number, lines);
        continue;
      }
      sample.push(lines);
      if (sample.length < SAMPLE && number < pdf.numPages) {
        yield [];
        continue;
      }
      layout = new PageLayout(sample);
      for (const [index, each] of sample.entries()) yield layout.page(index + 1, each);
      sample.length = 0;
    }
    if (layout?.hasText === false) throw unreadable('pdf_of_pictures', {});
    if (layout) yield layout.end();
  } finally {
    await pdf.loadingTask.destroy();
  }
};

type Pdf = Awaited<ReturnType<typeof open>>;

async function readPage(pdf: Pdf, number: number): Promise<PageLine[]> {
  try {
    const page = await pdf.getPage(number);
    const { items } = await page.getTextContent();
    page.cleanup();
    if (number % CLEAN_UP === 0) await pdf.cleanup();
    return linesOfPage(items);
  } catch (error) {
    throw unreadable('pdf_page_damaged', { page: number }, { cause: error });
  }
}

async function open({ chunks, limits }: ParserSource) {
  const data = await collect(chunks, limits.heldBytes);
  const { getDocument, PasswordException, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const folder = (name: string): string => fileURLToPath(new URL(`../../${name}/`, import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')));
  try {
    return await getDocument({
      data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      verbosity: VerbosityLevel.ERRORS,
      // What fonts of Chinese, Japanese and Korean say about their characters is in these.
      cMapUrl: folder('cmaps'),
      standardFontDataUrl: folder('standard_fonts'),
      // Nothing is drawn, and nothing of the file is run.
      disableFontFace: true,
      useSystemFonts: false,
      useWasm: false,
      enableXfa: false,
    }).promise;
  } catch (error) {
    if (error instanceof PasswordException) throw unreadable('protected', {});
    throw unreadable('pdf_damaged', {}, { cause: error });
  }
}
