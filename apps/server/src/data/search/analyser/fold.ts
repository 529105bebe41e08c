import traditionalCharacters from 'opencc-js/dict/TSCharacters';

/** The simplified form of each traditional character of one UTF-16 unit, by that unit; 0 for all others. */
const simplified = new Uint16Array(0x1_0000);
for (const line of traditionalCharacters.split('|')) {
  const [traditional = '', simple = ''] = line.split(' ');
  if (traditional.length === 1 && simple.length === 1) simplified[traditional.charCodeAt(0)] = simple.charCodeAt(0);
}

/** Text as it is searched: width, case and the writing of Chinese make no difference. */
export function fold(text: string): string {
  const plain = text.normalize('NFKC').toLowerCase();
  let folded = '';
  let from = 0;
  for (let at = 0; at < plain.length; at += 1) {
    const simple = simplified[plain.charCodeAt(at)] ?? 0;
    if (simple === 0) continue;
    folded += plain.slice(from, at) + String.fromCharCode(simple);
    from = at + 1;
  }
  return folded + plain.slice(from);
}
