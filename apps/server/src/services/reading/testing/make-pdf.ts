/** A line of a page: where it stands, how large its letters are, what it says. */
export interface PdfLine {
  readonly y: number;
  readonly size?: number;
  readonly text: string;
}

/** A pdf of these pages. Text with characters beyond Latin is written in a Chinese font that every reader has to know. */
export function makePdf(pages: readonly (readonly PdfLine[])[], extra = ''): Buffer {
  const objects = ['<< /Type /Catalog /Pages 2 0 R >>', ''];
  const add = (object: string): string => `${objects.push(object)} 0 R`;
  const latin = add('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  const descriptor = add('<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 750 /Descent -250 /CapHeight 600 /StemV 80 >>');
  const system = '<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>';
  const descendant = add(`<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo ${system} /FontDescriptor ${descriptor} /DW 1000 >>`);
  const chinese = add(`<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [${descendant}] >>`);
  const kids = pages.map((lines) => {
    const content = `BT ${lines.map(written).join(' ')} ET`;
    const stream = add(`<< /Length ${content.length} >>\nstream\n${content}\nendstream`);
    return add(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${stream} /Resources << /Font << /F1 ${latin} /F2 ${chinese} >> >> >>`);
  });
  objects[1] = `<< /Type /Pages /Count ${kids.length} /Kids [${kids.join(' ')}] >>`;
  let file = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = file.length;
    file += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = file.length;
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')}`;
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R ${extra} >>\nstartxref\n${table}\n%%EOF`;
  return Buffer.from(file, 'latin1');
}

function written({ y, size = 12, text }: PdfLine): string {
  const isLatin = /^[\u0020-\u007e]*$/.test(text);
  const shown = isLatin ? `(${text.replaceAll(/[()\\]/g, '\\$&')})` : `<${Buffer.from(text, 'utf16le').swap16().toString('hex')}>`;
  return `/${isLatin ? 'F1' : 'F2'} ${size} Tf 1 0 0 1 72 ${y} Tm ${shown} Tj`;
}
