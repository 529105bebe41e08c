import { settings } from '../config.ts';

interface Described {
  readonly name: string;
  readonly default?: string;
  readonly absent?: string;
  readonly meaning: string;
}

const described: readonly Described[] = Object.values(settings);

/** The table of every setting with its default and its meaning, for `--help`; `width` in characters. */
export function describeSettings(width = 100): string {
  const nameWidth = Math.max(...described.map((setting) => setting.name.length)) + 2;
  const defaultWidth = Math.max(...described.map((setting) => shownDefault(setting).length)) + 2;
  const indent = nameWidth + defaultWidth;
  const row = (name: string, shown: string, meaning: string): string =>
    name.padEnd(nameWidth) + shown.padEnd(defaultWidth) + wrap(meaning, width - indent).join(`\n${' '.repeat(indent)}`);
  return [
    row('Setting', 'Default', 'Meaning'),
    ...described.map((setting) => row(setting.name, shownDefault(setting), setting.meaning)),
  ].join('\n');
}

/** The text of `.env.example`: every setting, none of them switched on. */
export function exampleEnvironment(): string {
  const head = [
    '# Copy this file to .env and take the # from what you want to set. The environment itself comes first.',
    '# It is checked at every start; "npm start -- --help" prints the same table.',
  ];
  const entries = described.map((setting) => [
    '',
    ...wrap(setting.meaning, 98).map((line) => `# ${line}`),
    `#${setting.name}=${setting.default ?? ''}`,
  ]);
  return `${[...head, ...entries.flat()].join('\n')}\n`;
}

function shownDefault(setting: Described): string {
  return setting.default || (setting.absent ?? '–');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
