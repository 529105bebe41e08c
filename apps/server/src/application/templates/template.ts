import { botDefinition, type BotDefinition, type TemplateLanguage, templateLanguages } from '@buckle/contract';
import type { z } from 'zod';

/** A bot that ships with Buckle, in every language that there is. */
export interface Template {
  /** Names it in every language. */
  readonly key: string;
  readonly definitions: Readonly<Record<TemplateLanguage, BotDefinition>>;
}

/** Makes a template. Throws where a definition is not valid. */
export function template(key: string, written: Readonly<Record<TemplateLanguage, z.input<typeof botDefinition>>>): Template {
  return { key, definitions: { en: botDefinition.parse(written.en), 'zh-CN': botDefinition.parse(written['zh-CN']) } };
}

/** The id of a template in one language. */
export function templateId(key: string, language: TemplateLanguage): string {
  return `${key}-${language}`;
}

/** The template and language that an id names. */
export function findTemplate(templates: readonly Template[], id: string): BotDefinition | undefined {
  for (const { key, definitions } of templates) {
    const language = templateLanguages.find((each) => templateId(key, each) === id);
    if (language) return definitions[language];
  }
  return undefined;
}
