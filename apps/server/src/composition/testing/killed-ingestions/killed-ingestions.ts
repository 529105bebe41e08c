import { killAgainAndAgain, type KillOptions, type KillReport, LEAST_KILLS } from '../killable/kill-again-and-again.ts';
import { TOKEN } from '../killable/killable-process.ts';
import { type AddedDocument, FATES, KnowledgeClient } from './knowledge-client.ts';
import { MIXED_DOCUMENTS } from './mixed-documents.ts';
import { verifyDocuments } from './verify-documents.ts';

/** How long the servers live that read documents, in news that users get of them; where commits come one at a time, a batch of passages takes a hundred of them, behind the five hundred of each removal. */
export const LIVES = { life: [1, 12], commits: [400, 1_500] } as const;

/** The reading of a document takes a part of the time that a start does, on a busy machine too. */
const SOON = 1 / 6;

export interface KilledIngestionsOptions extends KillOptions {
  /** How many documents are added at least; more where a fast machine reads them all before the server was killed often enough. */
  readonly count: number;
  /** How long they are; 1 is the full length. */
  readonly length: number;
}

/**
 * Adds documents of every kind to a server that is killed again and again, has them cut otherwise, read anew and deleted, and
 * then checks what was promised: each is read as if nobody had disturbed it, and what was deleted is gone.
 */
export function killedIngestions(options: KilledIngestionsOptions): Promise<KillReport> {
  const added: AddedDocument[] = [];
  return killAgainAndAgain({ ...options, soon: SOON }, {
    open: (address, world) => KnowledgeClient.open(address, TOKEN, world, options.length),
    async use(client, lane, kills) {
      for (let number = lane; number < options.count || kills() < LEAST_KILLS; number += options.concurrency) {
        const kind = number % MIXED_DOCUMENTS.length;
        // Six documents come to six fates, and 18 of them are each kind with each fate.
        const fate = FATES[(number + Math.floor(number / FATES.length)) % FATES.length] ?? 'stays';
        added.push(await client.live(number, kind, fate));
      }
    },
    verify: (client) => verifyDocuments(client, added),
  });
}
