const browsers: readonly [name: string, sign: RegExp][] = [
  ['Edge', /\bEdg(?:e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Firefox', /\b(?:Firefox|FxiOS)\//],
  ['Chrome', /\b(?:Headless)?(?:Chrome|CriOS)\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
];

const systems: readonly [name: string, sign: RegExp][] = [
  ['Android', /\bAndroid\b/],
  ['iOS', /\b(?:iPhone|iPad)\b/],
  ['Windows', /\bWindows\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

/** A user agent in two words, `Firefox · Linux`; where it is unknown, its beginning. */
export function describeBrowser(userAgent: string): string {
  const found = [browsers, systems].map((table) => table.find(([, sign]) => sign.test(userAgent))?.[0]);
  const words = found.filter((name) => name !== undefined);
  return words.length > 0 ? words.join(' · ') : userAgent.slice(0, 60) || '–';
}
