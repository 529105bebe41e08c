import type { Language } from '../../../i18n/index.ts';
import { approval } from './approval.ts';
import { list } from './list.ts';
import { order } from './order.ts';
import { summary } from './summary.ts';
import type { Template } from './template.ts';
import { triage } from './triage.ts';

/** The workflows to begin with, in the words of a language. Each shows other kinds of steps, and runs on the offline model. */
export function templatesIn(language: Language): readonly Template[] {
  return [summary, triage, list, approval, order].map((template) => template(language));
}

export type { Template };
