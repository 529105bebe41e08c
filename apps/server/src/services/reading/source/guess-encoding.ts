/** Encodings of text without a mark, beside UTF-8, in the order in which equals are taken. */
const LEGACY = ['gb18030', 'big5', 'shift_jis', 'euc-kr'] as const;
/**
 * The commonest characters of Chinese, simplified and traditional, and syllables of Korean: between a quarter and a half of any text. Read with a
 * wrong encoding they hardly come up.
 */
const COMMON = new Set(
  '的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市'
  + '這來個國說們為時過後還發沒學對裡麼當開無經頭從動兩長樣現將與進實點種聲話問機給幾業間電門東氣關產萬'
  + '이다는을를에의가고하지은한도로서사기니리나어라아들시자그일대해수있보정게것만여부장으인습요세제전상원국주거안마스문해',
);

/**
 * The encoding of a text that has no mark, by a part of it.
 *
 * @param bytes with at least one byte that is not ASCII; its last character may be cut through
 * @param declared what the document says of itself, which is believed where it can be
 */
export function guessEncoding(bytes: Uint8Array, declared?: string): string {
  if (decoded('utf-8', bytes) !== undefined) return 'utf-8';
  if (declared !== undefined && isKnown(declared) && decoded(declared, bytes) !== undefined) return declared;
  let best = { encoding: 'windows-1252', score: WINDOWS_1252_SCORE };
  for (const encoding of LEGACY) {
    const text = decoded(encoding, bytes);
    const score = text === undefined ? 0 : likeness(text);
    if (score > best.score) best = { encoding, score };
  }
  return best.encoding;
}

/** What a text has to reach to be taken for East Asian. */
const WINDOWS_1252_SCORE = 0.12;

/** Which share of the characters that are not ASCII is common in the languages concerned. */
function likeness(text: string): number {
  let common = 0;
  let all = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 128) continue;
    all += 1;
    if (COMMON.has(character) || isKanaOrPunctuation(code)) common += 1;
    // Half-width kana and characters of private use are what wrong guesses give.
    if ((code >= 0xff61 && code <= 0xff9f) || (code >= 0xe000 && code <= 0xf8ff)) common -= 1;
  }
  return all === 0 ? 0 : common / all;
}

/** Kana, and the punctuation of all three languages. */
function isKanaOrPunctuation(code: number): boolean {
  return (code >= 0x3041 && code <= 0x30fe) || (code >= 0x3001 && code <= 0x3011) || code === 0xff0c || code === 0xff01 || code === 0xff1f;
}

function decoded(encoding: string, bytes: Uint8Array): string | undefined {
  try {
    // As a stream, since the last character may be cut through.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function isKnown(encoding: string): boolean {
  try {
    return new TextDecoder(encoding).encoding !== 'utf-8';
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
