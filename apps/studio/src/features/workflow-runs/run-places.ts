import { hasEnded, type RunEntry, type RunSnapshot } from './run-watcher.ts';

/** How a node stands at a place of a run. */
export type PlaceState = 'running' | 'done' | 'failed' | 'waiting' | 'stopped';

type NodeEntry = Extract<RunEntry, { type: 'node' }>;
type FailedEntry = Extract<RunEntry, { type: 'failed' }>;

/** One wait of a node. Times in milliseconds since 1970. */
export interface PlaceWait {
  readonly begin: number;
  readonly end?: number;
  readonly answer?: unknown;
}

/** A node at one place of a run, with what happened inside of it. Times in milliseconds since 1970. */
export interface Place {
  /** Names the place in the journal, like `loop#3/node`. */
  readonly path: string;
  readonly nodeId: string;
  /** Absent where nothing has said it yet. */
  readonly title?: string;
  readonly kind?: string;
  readonly state: PlaceState;
  readonly begin: number;
  readonly end?: number;
  /** Whether it was done in the run from which this one goes on, at the times of that. */
  readonly isReused: boolean;
  readonly waits: readonly PlaceWait[];
  /** How often it was begun, where it has effects. */
  readonly attempts: number;
  readonly entry?: NodeEntry | FailedEntry;
  /** The rounds of a loop, a batch, or a node in batch mode. */
  readonly rounds: readonly Round[];
  /** What happened in the workflow that it called. */
  readonly places: readonly Place[];
}

/** A round of a place. */
export interface Round {
  readonly index: number;
  /** What one run in batch mode came to. */
  readonly entry?: NodeEntry | FailedEntry;
  readonly places: readonly Place[];
}

interface Growing {
  readonly path: string;
  readonly nodeId: string;
  begin: number;
  end?: number;
  waits: { begin: number; end?: number; answer?: unknown }[];
  attempts: number;
  kind?: string;
  entry?: NodeEntry | FailedEntry;
  readonly rounds: Map<number, GrowingRound>;
  readonly places: Growing[];
}

interface GrowingRound {
  entry?: NodeEntry | FailedEntry;
  readonly places: Growing[];
}

/** The kinds of nodes that wait, by what they wait for. */
const waiting = { question: 'question', input: 'input', approval: 'approval', time: 'wait' } as const;

/** What a run did, node by node in the order in which they began, with rounds and called workflows inside of their nodes. */
export function placesOf({ entries, state }: Pick<RunSnapshot, 'entries' | 'state'>): readonly Place[] {
  const top: Growing[] = [];
  const known = new Map<string, Growing>();
  for (const entry of entries) {
    const { place, round } = find(entry.path, beginOf(entry), top, known);
    if (round !== undefined && (entry.type === 'node' || entry.type === 'failed')) {
      round.entry = entry;
      continue;
    }
    take(place, entry);
  }
  return top.toSorted(byBegin).map((place) => settled(place, hasEnded(state)));
}

/** The place that a path names, and the round of it where it names one. What is around is there then too. */
function find(path: string, begin: number, top: Growing[], known: Map<string, Growing>): { place: Growing; round: GrowingRound | undefined } {
  const cut = path.lastIndexOf('/');
  const [nodeId = '', index] = path.slice(cut + 1).split('#');
  const own = index === undefined ? path : path.slice(0, path.lastIndexOf('#'));
  let place = known.get(own);
  if (place === undefined) {
    place = { path: own, nodeId, begin, waits: [], attempts: 0, rounds: new Map(), places: [] };
    known.set(own, place);
    const around = cut === -1 ? undefined : find(path.slice(0, cut), begin, top, known);
    (around === undefined ? top : (around.round ?? around.place).places).push(place);
  }
  place.begin = Math.min(place.begin, begin);
  if (index === undefined) return { place, round: undefined };
  const number = Number(index);
  let round = place.rounds.get(number);
  if (round === undefined) place.rounds.set(number, (round = { places: [] }));
  return { place, round };
}

function take(place: Growing, entry: RunEntry): void {
  switch (entry.type) {
    case 'node':
    case 'failed':
      place.entry = entry;
      place.end = entry.endedAt;
      break;
    case 'started':
      place.attempts += 1;
      break;
    case 'wait':
      place.kind = waiting[entry.wait.kind];
      place.waits[entry.number] = { begin: entry.at };
      break;
    case 'answer': {
      const wait = place.waits[entry.number];
      if (wait) place.waits[entry.number] = { ...wait, end: entry.at, answer: entry.answer };
      // It begins again to go on with the answer, which is no further attempt.
      place.attempts = Math.max(0, place.attempts - 1);
      break;
    }
    case 'step':
  }
}

function beginOf(entry: RunEntry): number {
  return 'startedAt' in entry ? entry.startedAt : entry.at;
}

function byBegin(one: Growing, other: Growing): number {
  return one.begin - other.begin;
}

function settled({ rounds, places, waits, entry, end, kind = entry?.kind, ...rest }: Growing, isOver: boolean): Place {
  const inner = places.toSorted(byBegin).map((place) => settled(place, isOver));
  const turns = [...rounds]
    .toSorted(([one], [other]) => one - other)
    .map(([index, round]): Round => ({
      index,
      ...(round.entry && { entry: round.entry }),
      places: round.places.toSorted(byBegin).map((place) => settled(place, isOver)),
    }));
  const inside = [...inner, ...turns.flatMap((round) => round.places)];
  const title = entry?.title;
  return {
    ...rest,
    ...(title !== undefined && { title }),
    ...(entry && { entry }),
    ...(kind !== undefined && { kind }),
    ...(end !== undefined && { end }),
    isReused: entry?.type === 'node' && entry.reused === true,
    state: stateOf(entry, waits, inside, isOver),
    waits,
    rounds: turns,
    places: inner,
  };
}

function stateOf(entry: Growing['entry'], waits: readonly PlaceWait[], inside: readonly Place[], isOver: boolean): PlaceState {
  if (entry) return entry.type === 'failed' ? 'failed' : 'done';
  if (inside.some(({ state }) => state === 'failed')) return 'failed';
  if (isOver) return 'stopped';
  const isOpen = waits.at(-1) !== undefined && waits.at(-1)?.end === undefined;
  return isOpen || (inside.some(({ state }) => state === 'waiting') && !inside.some(({ state }) => state === 'running')) ? 'waiting' : 'running';
}
