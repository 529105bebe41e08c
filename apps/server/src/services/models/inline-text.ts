import type { ModelPart } from './port.ts';

const TEXT_TYPE = /^text\/|[/+](?:json|xml|yaml|javascript|typescript|sql|toml|csv)$/;

/**
 * A file of text as a piece of text with its name, which every model can read; hardly any takes it as
 * a file. Undefined for other files.
 */
export function inlineText(file: Extract<ModelPart, { type: 'file' }>): string | undefined {
  if (!TEXT_TYPE.test(file.mediaType)) return undefined;
  return `<file name=${JSON.stringify(file.fileName)}>\n${new TextDecoder().decode(file.data)}\n</file>`;
}
