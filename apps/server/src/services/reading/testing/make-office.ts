import { makeZip, type ZipFiles } from './make-zip.ts';

const RELATIONSHIPS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A Word document with this body. */
export function makeDocx(body: string, files: ZipFiles = {}): Buffer {
  const styles = ['Title', 'heading 1', 'heading 2'].map((name, index) => `<w:style w:type="paragraph" w:styleId="S${index}"><w:name w:val="${name}"/></w:style>`).join('');
  return makeZip({
    'word/document.xml': `<?xml version="1.0"?><w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
    'word/styles.xml': `<w:styles xmlns:w="w">${styles}<w:style w:styleId="Own"><w:name w:val="My heading"/><w:basedOn w:val="S1"/></w:style></w:styles>`,
    ...files,
  });
}

/** A paragraph of a Word document. */
export function docxParagraph(text: string, style?: string): string {
  return `<w:p>${style === undefined ? '' : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
}

/** A workbook of these sheets, by their names. */
export function makeXlsx(sheets: Readonly<Record<string, string>>, strings: readonly string[] = [], files: ZipFiles = {}): Buffer {
  const names = Object.keys(sheets);
  return makeZip({
    'xl/workbook.xml': `<workbook xmlns:r="r"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}"${name.startsWith('hidden') ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationships(names.map((_, index) => ['worksheet', `worksheets/sheet${index + 1}.xml`])),
    'xl/styles.xml': '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m"/><numFmt numFmtId="165" formatCode="0.00&quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>',
    'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><r><t>${text}</t></r><rPh><t>never</t></rPh></si>`).join('')}</sst>`,
    ...Object.fromEntries(Object.values(sheets).map((rows, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<worksheet><sheetData>${rows}</sheetData></worksheet>`])),
    ...files,
  });
}

/** A presentation of slides, each with a title and other shapes. */
export function makePptx(slides: readonly { readonly title?: string; readonly shapes: string; readonly notes?: string }[]): Buffer {
  const files: Record<string, string> = {
    'ppt/presentation.xml': `<p:presentation xmlns:p="p" xmlns:r="r"><p:sldIdLst>${slides.map((_, index) => `<p:sldId id="${index}" r:id="rId${index + 1}"/>`).join('')}</p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relationships(slides.map((_, index) => ['slide', `slides/slide${index + 1}.xml`])),
  };
  slides.forEach(({ title, shapes, notes }, index) => {
    const heading = title === undefined ? '' : pptxShape([title], 'title');
    files[`ppt/slides/slide${index + 1}.xml`] = `<p:sld xmlns:p="p" xmlns:a="a">${heading}${shapes}</p:sld>`;
    if (notes === undefined) return;
    files[`ppt/slides/_rels/slide${index + 1}.xml.rels`] = relationships([['notesSlide', `../notesSlides/notes${index + 1}.xml`]]);
    files[`ppt/notesSlides/notes${index + 1}.xml`] = `<p:notes xmlns:p="p" xmlns:a="a">${pptxShape([notes], 'body')}${pptxShape(['1'], 'sldNum')}</p:notes>`;
  });
  return makeZip(files);
}

/** A shape of a slide with these paragraphs. */
export function pptxShape(paragraphs: readonly string[], placeholder = 'body'): string {
  return `<p:sp><p:nvSpPr><p:nvPr><p:ph type="${placeholder}"/></p:nvPr></p:nvSpPr><p:txBody>${paragraphs.map((text) => `<a:p><a:r><a:t>${text}</a:t></a:r></a:p>`).join('')}</p:txBody></p:sp>`;
}

/** An e-book of chapters, by the names of their files. */
export function makeEpub(chapters: Readonly<Record<string, string>>, files: ZipFiles = {}): Buffer {
  const names = Object.keys(chapters);
  return makeZip({
    mimetype: 'application/epub+zip',
    'META-INF/container.xml': '<container><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>',
    'OEBPS/content.opf': `<package><manifest>${names.map((name, index) => `<item id="c${index}" href="${encodeURIComponent(name)}" media-type="application/xhtml+xml"/>`).toReversed().join('')}</manifest><spine>${names.map((_, index) => `<itemref idref="c${index}"/>`).join('')}</spine></package>`,
    ...Object.fromEntries(names.map((name) => [`OEBPS/${name}`, `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head><body>${chapters[name] ?? ''}</body></html>`])),
    ...files,
  });
}

function relationships(targets: readonly (readonly [type: string, target: string])[]): string {
  return `<Relationships xmlns="${RELATIONSHIPS}">${targets.map(([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`;
}
