import traditionalCharacters from 'opencc-js/dict/TSCharacters';

/** The simplified form of each traditional character of one UTF-16 unit. */
const simplified = new Map(
  traditionalCharacters.split('|').flatMap((line) => {
    const [traditional = '', simple = ''] = line.split(' ');
    return traditional.length === 1 && simple.length === 1 ? [[traditional, simple] as const] : [];
  }),
);

/** Text as it is searched: width, case and the writing of Chinese make no difference. */
export function fold(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  let folded = '';
  let from = 0;
  for (let at = 0; at < plain.length; at += 1) {
    if (plain.charCodeAt(at) < FIRST_HAN) continue;
    const simple = simplified.get(plain.charAt(at));
    if (simple === undefined) continue;
    folded += plain.slice(from, at) + simple;
    from = at + 1;
  }
  return folded + plain.slice(from);
}

const FIRST_HAN = 0x3400;
