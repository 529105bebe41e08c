import { posix } from 'node:path';
import type { ReadingLimits } from '../../limits.ts';
import { attribute, readWholeXml } from './read-xml.ts';
import type { ZipArchive } from './zip-archive.ts';

/** Another part that a part of an Office file refers to. */
export interface Relationship {
  /** The end of its type, such as `slide`. */
  readonly type: string;
  /** The name of its file in the archive. */
  readonly target: string;
}

/** What a part of an Office file refers to, by id. */
export async function relationshipsOf(archive: ZipArchive, part: string, limits: ReadingLimits): Promise<ReadonlyMap<string, Relationship>> {
  const { dir, base } = posix.parse(part);
  const found = new Map<string, Relationship>();
  await readWholeXml(
    archive.read(`${dir}/_rels/${base}.rels`),
    {
      open: (name, attributes) => {
        const [id, type, target] = [attribute(attributes, 'Id'), attribute(attributes, 'Type'), attribute(attributes, 'Target')];
        if (name !== 'Relationship' || id === undefined || type === undefined || target === undefined) return;
        if (attribute(attributes, 'TargetMode') === 'External') return;
        found.set(id, { type: type.slice(type.lastIndexOf('/') + 1), target: target.startsWith('/') ? target.slice(1) : posix.join(dir, target) });
      },
      close: () => undefined,
    },
    limits,
  );
  return found;
}
