import type { CodeFailure } from './code-failed.ts';

/** The languages of code nodes. */
export const codeLanguages = ['typescript', 'python'] as const;
export type CodeLanguage = (typeof codeLanguages)[number];

/** Code to run: `main` is called with `params`. */
export interface CodeRun {
  readonly language: CodeLanguage;
  readonly code: string;
  /** Crosses as JSON. */
  readonly params: Readonly<Record<string, unknown>>;
  /** How long it may take, in milliseconds, from when it begins. */
  readonly timeout: number;
  /** Whose code it is, such as a workspace: each has its turn, however much the others run. */
  readonly group?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What code gave. */
export interface CodeResult {
  /** What `main` returned: plain JSON; `null` where it returned nothing, and for numbers that are not finite. */
  readonly value: unknown;
  /** What it printed, an entry for each call of `console.log` or line of `print`; cut at the limit, which the last entry says. */
  readonly logs: readonly string[];
}

/** How much code may use. */
export interface CodeLimits {
  /** What a run may allocate, beside the interpreter itself. */
  readonly memoryBytes: number;
  /** Of the value, as JSON. */
  readonly outputBytes: number;
  /** Characters that are kept of what it prints. */
  readonly logCharacters: number;
}

export const defaultCodeLimits: CodeLimits = {
  memoryBytes: 256 * 1024 * 1024,
  outputBytes: 4 * 1024 * 1024,
  logCharacters: 64 * 1024,
};

/** How code of one language is run on this machine. */
export interface LanguageStatus {
  readonly isAvailable: boolean;
  /** `full`: locked in; `process`: only a process of its own, which the operator accepted; `none`: it is not run. */
  readonly isolation: 'full' | 'process' | 'none';
  /** With what it is run and how it is locked in, or why it is not run. */
  readonly detail: string;
  /** What to do about it, where something is to be done. */
  readonly advice?: string;
}

/** One run, as a language's runner gets it. */
export interface Job {
  readonly code: string;
  /** JSON. */
  readonly params: string;
  readonly timeout: number;
  readonly group?: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/** What came of it: from inside, so to be believed in nothing but that it is the user's own. */
export type Outcome =
  | { readonly value: string; readonly logs: readonly string[] }
  | { readonly failure: CodeFailure; readonly message: string; readonly line?: number | undefined; readonly logs: readonly string[] };

/** Runs code of one language. */
export interface Runner {
  /** @throws CodeFailed where nothing comes from inside: `unavailable`, `canceled`, or ended by force */
  run(job: Job): Promise<Outcome>;
  status(): Promise<LanguageStatus>;
  close(): Promise<void>;
}
