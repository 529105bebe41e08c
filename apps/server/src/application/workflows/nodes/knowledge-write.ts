import { setTimeout as after } from 'node:timers/promises';
import type { KnowledgeWriteConfig } from '@buckle/canvas';
import { splitRules, type SplitRules } from '@buckle/contract';
import type { Files } from '#application/files/index.ts';
import type { DocumentOfFlow, DocumentRead, FlowKnowledge } from '#application/knowledge/index.ts';
import { codes, NodeError } from '../engine/errors.ts';
import { fileNamed } from '../engine/file-values.ts';
import { type NodeContext, nodeRunner } from '../engine/node-runner.ts';
import { textOf } from '../engine/values.ts';
import { checkReadable } from './check-readable.ts';
import { once } from './once.ts';

/** So long a node waits for a document to be read, so that the next one finds it, in milliseconds. */
const LONGEST_WAIT = 60_000;
const LOOKED_EVERY = 200;
/** In which parameter of an address Coze says how its file is called. */
const NAME_IN_ADDRESS = 'x-wf-file_name';
const NAME_CHARACTERS = 255;

type Context = NodeContext<KnowledgeWriteConfig>;

/** Adds a file to a data set of the run's workspace, one document in a run, and waits a while until it is read. */
export function knowledgeWriteRunner(knowledge: Pick<FlowKnowledge, 'newDocumentId' | 'addDocument' | 'documentIn'>, files: Pick<Files, 'describe'>) {
  return nodeRunner<KnowledgeWriteConfig>({
    key: 'knowledgeWrite',
    hasEffects: true,
    async run(context) {
      const { config: { datasetParam: { datasetList: [datasetId = ''] } }, facts, inputs } = context;
      const { runId, owner } = facts;
      const { source, name } = sourceIn(inputs['knowledge']);
      if (source.type === 'file') await checkReadable(files, facts, source.fileId);
      const id = await once(context, 'document', () => knowledge.newDocumentId());
      await knowledge.addDocument({ runId, owner }, { id, datasetId, source, name, splitting: splittingOf(context) });
      const document = await whenRead(knowledge, context, datasetId, id);
      const given = inputs['knowledge'];
      return { outputs: { documentId: id, fileName: document.name, fileUrl: source.type === 'web' ? source.url : textOf(given) } };
    },
  });
}

function sourceIn(value: unknown): Pick<DocumentOfFlow, 'source' | 'name'> {
  const named = fileNamed(value);
  if (named === undefined) throw new NodeError(codes.input, 'The input knowledge names no file: give an uploaded file, or an address that begins with http.', { isFinal: true });
  if ('fileId' in named) return { source: { type: 'file', fileId: named.fileId } };
  return { source: { type: 'web', url: named.url }, name: nameIn(named.url) };
}

/** How the file at an address is called. */
function nameIn(address: string): string | undefined {
  if (!URL.canParse(address)) throw new NodeError(codes.input, `The input knowledge is no address: ${address.slice(0, 200)}`, { isFinal: true });
  const url = new URL(address);
  const name = url.searchParams.get(NAME_IN_ADDRESS) ?? lastPart(url) ?? '';
  return name === '' ? undefined : name.slice(-NAME_CHARACTERS);
}

function lastPart({ pathname }: URL): string | undefined {
  const part = pathname.split('/').findLast((each) => each !== '');
  try {
    return part && decodeURIComponent(part);
  } catch (error) {
    // Of a broken encoding, the part as it stands.
    if (error instanceof URIError) return part;
    throw error;
  }
}

/** How the node wants the document cut; as its data set does where it says nothing. */
function splittingOf({ config: { strategyParam: { chunkStrategy } } }: Context): SplitRules | undefined {
  if (chunkStrategy.chunkType !== 'custom') return undefined;
  const { separator, maxToken, overlap } = chunkStrategy;
  const rules = splitRules.safeParse({
    mode: 'custom',
    ...(separator === '' ? {} : { separator }),
    max_tokens: maxToken,
    overlap: Math.trunc(maxToken * overlap),
  });
  if (!rules.success) throw new NodeError(codes.input, `strategyParam.chunkStrategy: ${rules.error.issues[0]?.path.join('.')}: ${rules.error.issues[0]?.message}`, { isFinal: true });
  return rules.data;
}

/** The document once it can be searched, or the wait is over. Throws `NodeError` where it cannot be read. */
async function whenRead(knowledge: Pick<FlowKnowledge, 'documentIn'>, { facts: { workspaceId }, signal, warn }: Context, datasetId: string, id: string): Promise<DocumentRead> {
  for (let waited = 0; ; waited += LOOKED_EVERY) {
    const document = await knowledge.documentIn(workspaceId, datasetId, id);
    if (!document) throw new NodeError(codes.input, `The document ${id} was deleted while it was read.`, { isFinal: true });
    const { name, state, reason } = document;
    if (state === 'ready') return document;
    if (state === 'failed') throw new NodeError(codes.input, `${name} cannot be read: ${reason ?? ''}`, { isFinal: true });
    if (state === 'canceled') throw new NodeError(codes.input, `The reading of ${name} was canceled.`, { isFinal: true });
    if (waited >= LONGEST_WAIT) {
      warn(`${name} is still being read: it is found once that is done`);
      return document;
    }
    await after(LOOKED_EVERY, undefined, { signal });
  }
}
