import { type GraphNode, type Template, typeAt, valueAt, type ValueType } from '@buckle/canvas';
import { type Files, InlineFiles } from '#application/files/index.ts';
import type { ModelPart } from '#services/models/port.ts';
import { type FileNamed, fileNamed, isFileType } from '../engine/file-values.ts';
import type { NodeContext } from '../engine/node-runner.ts';
import { TextStream } from '../engine/text-stream.ts';
import { textOf } from '../engine/values.ts';
import { checkReadable } from './check-readable.ts';

/** What files are shown to models with. */
export type ShownFiles = Pick<Files, 'describe' | 'readInline'>;

/**
 * The text of a prompt, or its parts where it names inputs that are files: pictures and files stand where their
 * slots do. Throws `NodeError` for a file that the run may not see.
 */
export async function promptParts(files: ShownFiles, context: NodeContext, template: Template): Promise<string | readonly ModelPart[]> {
  const types = template.parts.map((part) => fileTypeOf(context.node, part));
  if (types.every((type) => type === undefined)) return context.text(template);
  const inline = new InlineFiles(files);
  const parts: ModelPart[] = [];
  for (const [index, piece] of context.pieces(template).entries()) {
    const part = template.parts[index];
    const type = types[index];
    if (type === undefined || typeof part !== 'object' || part.slot !== 'input') {
      addText(parts, piece instanceof TextStream ? await piece.whole() : piece);
      continue;
    }
    for (const value of listOf(valueAt(context.inputs, part.path))) {
      const named = fileNamed(value);
      if (named === undefined) addText(parts, textOf(value));
      else parts.push(await filePart(files, inline, context, type, named));
    }
  }
  return parts;
}

/** The type of an input of the node that a slot names, where it is that of a file; of several, that of one. */
function fileTypeOf({ inputs, batch }: GraphNode, part: Template['parts'][number]): ValueType | undefined {
  if (typeof part === 'string' || part.slot !== 'input') return undefined;
  const [name, ...rest] = part.path;
  const input = [...inputs, ...(batch?.lists ?? [])].find((one) => one.name === name);
  const type = input && typeAt(input.value.type, rest);
  const single = type?.kind === 'list' ? type.item : type;
  return single && isFileType(single) ? single : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}

function addText(parts: ModelPart[], text: string): void {
  if (text !== '') parts.push({ type: 'text', text });
}

async function filePart(files: ShownFiles, inline: InlineFiles, { facts }: NodeContext, type: ValueType, named: FileNamed): Promise<ModelPart> {
  // What lies elsewhere is fetched by the model's vendor, who takes pictures alone.
  if ('url' in named) return type.kind === 'string' && type.assist === 'image' ? { type: 'image', url: named.url } : { type: 'text', text: named.url };
  const { fileId } = named;
  await checkReadable(files, facts, fileId);
  return inline.part(fileId);
}
