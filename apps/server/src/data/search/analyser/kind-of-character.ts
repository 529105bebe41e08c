/** What a character is to the analyser: none of a term, Han, of a script that writes no spaces between words or bends them, or of another one. */
export const characterKinds = { none: 1, han: 2, unspaced: 3, spaced: 4 } as const;

export type CharacterKind = (typeof characterKinds)[keyof typeof characterKinds];

const HAN = /^\p{Script=Han}$/v;
const UNSPACED = /^[[\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]&&[\p{L}\p{M}]]$/v;
const SPACED = /^[[\p{L}\p{N}\p{M}]--[\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]]$/v;

/** The kinds of the code points that were met; 0 for the others. */
const known = new Uint8Array(0x11_0000);

/** Of what kind a code point is. */
export function kindOfCharacter(code: number): CharacterKind {
  // Only kinds are kept.
  return (known[code] || (known[code] = kindOf(String.fromCodePoint(code)))) as CharacterKind;
}

function kindOf(character: string): CharacterKind {
  if (HAN.test(character)) return characterKinds.han;
  if (UNSPACED.test(character)) return characterKinds.unspaced;
  return SPACED.test(character) ? characterKinds.spaced : characterKinds.none;
}

/** Whether a text is one Han character. */
export function isHan(text: string): boolean {
  return HAN.test(text);
}
