/** The UTF-16 codes of the characters of a text, none of which is a pair. */
export function characterCodes(characters: string): ReadonlySet<number> {
  return new Set(Array.from(characters, (character) => character.charCodeAt(0)));
}
