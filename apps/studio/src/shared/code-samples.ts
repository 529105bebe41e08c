/** Code that calls the API, in one language of programs. */
export interface CodeSample {
  readonly key: 'curl' | 'javascript' | 'python';
  /** As its users call it. */
  readonly name: string;
  /** What has to be installed before, if anything. */
  readonly install?: string;
  readonly code: string;
}

/** Where samples read the token: it belongs into no file. */
export const TOKEN_VARIABLE = 'BUCKLE_TOKEN';

/** How the token gets there. */
export const tokenLine = `export ${TOKEN_VARIABLE}=pat_…`;

/** The same call in each language: with the official clients where there are some. */
export function codeSamples(code: Readonly<Record<CodeSample['key'], string>>): readonly CodeSample[] {
  return [
    { key: 'curl', name: 'curl', code: code.curl },
    { key: 'javascript', name: 'JavaScript', install: 'npm install @coze/api', code: code.javascript },
    { key: 'python', name: 'Python', install: 'pip install cozepy', code: code.python },
  ];
}

/** A text in single quotes of a shell. */
export function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
