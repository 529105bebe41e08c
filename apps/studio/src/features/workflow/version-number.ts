const NUMBERS = /^v(\d{1,4})\.(\d{1,5})\.(\d{1,5})$/;

/** Whether a text is the number of a version, like `v1.2.3`. */
export function isVersion(text: string): boolean {
  return NUMBERS.test(text);
}

/** Whether a version comes after another. */
export function isHigher(version: string, than: string): boolean {
  const [one, other] = [numbersOf(version), numbersOf(than)];
  const place = one.findIndex((number, index) => number !== other[index]);
  return place !== -1 && (one[place] ?? 0) > (other[place] ?? 0);
}

/** The version that is suggested after another: its last number raised. */
export function nextVersion(version: string | undefined): string {
  if (version === undefined) return 'v1.0.0';
  const [major, minor, patch = 0] = numbersOf(version);
  return `v${major}.${minor}.${patch + 1}`;
}

function numbersOf(version: string): readonly number[] {
  return (NUMBERS.exec(version) ?? []).slice(1).map(Number);
}
