import { decodeText } from '../source/decode-text.ts';
import type { Block } from './block.ts';
import { JsonRecords } from './json-records.ts';
import { JsonStream } from './json-stream.ts';
import type { Parser } from './parser.ts';

/** JSON, or lines of JSON: each object of a list is a record, shown as lines "name: value". */
export const parseJson: Parser = async function* ({ chunks, limits, rows }) {
  const blocks: Block[] = [];
  const records = new JsonRecords(blocks, rows !== undefined, limits);
  const stream = new JsonStream(limits, (value) => records.add(value));
  for await (const text of decodeText(chunks)) {
    stream.write(text);
    yield blocks.splice(0);
  }
  stream.end();
  yield blocks;
};
