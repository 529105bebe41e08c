/** How a picture that is written into Markdown itself begins. */
const BEGINNING = '(data:';
const END = /[)\s"'>]/;

/** Markdown without the pictures that are written into it, which would be thousands of passages of nothing; what they are called stays. */
export async function* withoutDataUris(texts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let carry = '';
  let isInside = false;
  for await (const text of texts) {
    let rest = carry + text;
    carry = '';
    let kept = '';
    while (rest !== '') {
      if (isInside) {
        const end = rest.search(END);
        isInside = end === -1;
        rest = isInside ? '' : rest.slice(end);
      } else {
        const start = rest.indexOf(BEGINNING);
        if (start === -1) break;
        kept += rest.slice(0, start + 1);
        rest = rest.slice(start + BEGINNING.length);
        isInside = true;
      }
    }
    // The beginning may be cut through.
    const open = rest.lastIndexOf('(');
    if (open !== -1 && BEGINNING.startsWith(rest.slice(open))) {
      carry = rest.slice(open);
      rest = rest.slice(0, open);
    }
    yield kept + rest;
  }
  yield carry;
}
