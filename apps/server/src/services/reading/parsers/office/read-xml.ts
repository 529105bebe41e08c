import { Parser as XmlParser } from 'htmlparser2';
import type { ReadingLimits } from '../../limits.ts';
import { markedEncoding } from '../../source/decode-text.ts';
import { unreadable } from '../../unreadable.ts';

/** The attributes of an element, with their prefixes. */
export type Attributes = Readonly<Record<string, string>>;

/** Hears the elements and texts of XML; names come without their prefix. */
export interface XmlListener {
  open(name: string, attributes: Attributes): void;
  close(name: string): void;
  text?(text: string): void;
}

/**
 * Reads XML as it comes; after each part of it the caller may take what the listener made. Entities beside XML's own five and other
 * documents are not read, whatever a document type says.
 *
 * @throws Unreadable where elements stand too deep in each other
 */
export async function* readXml(chunks: AsyncIterable<Uint8Array>, listener: XmlListener, limits: ReadingLimits): AsyncGenerator<void, void, undefined> {
  let depth = 0;
  const parser = new XmlParser(
    {
      onopentag: (name, attributes) => {
        depth += 1;
        if (depth > limits.depth) throw unreadable('elements_too_deep', { depth: limits.depth });
        listener.open(localName(name), attributes);
      },
      onclosetag: (name) => {
        depth -= 1;
        listener.close(localName(name));
      },
      ontext: (text) => listener.text?.(text),
    },
    { xmlMode: true, decodeEntities: true },
  );
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const chunk of chunks) {
    decoder ??= new TextDecoder(markedEncoding(chunk) ?? 'utf-8');
    parser.write(decoder.decode(chunk, { stream: true }));
    yield;
  }
  parser.end();
}

/** Reads XML that is small by nature. */
export async function readWholeXml(chunks: AsyncIterable<Uint8Array>, listener: XmlListener, limits: ReadingLimits): Promise<void> {
  const reading = readXml(chunks, listener, limits);
  while (!(await reading.next()).done);
}

/** An attribute by its name without prefix. */
export function attribute(attributes: Attributes, name: string): string | undefined {
  const direct = attributes[name];
  if (direct !== undefined) return direct;
  for (const key in attributes) if (localName(key) === name) return attributes[key];
  return undefined;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon === -1 ? name : name.slice(colon + 1);
}
