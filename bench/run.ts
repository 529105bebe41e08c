// Runs the benches that are named, or all; see README.md.
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { benchAnswers } from './answers.ts';
import { benchApiMix } from './api-mix.ts';
import { benchBusyMix } from './busy-mix.ts';
import { benchEditor } from './editor.ts';
import { benchEngine } from './engine.ts';
import { benchFootprint } from './footprint.ts';
import { benchHistory } from './history.ts';
import { benchIngestion } from './ingestion.ts';
import { benchRetrieval } from './retrieval.ts';
import { benchSandbox } from './sandbox.ts';
import { benchSearch } from './search.ts';
import { benchStreamedTurns } from './streamed-turns.ts';
import { benchStudio } from './studio.ts';
import { benchWorkflows } from './workflows.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Longer and larger: the run whose results the README has. */
    full: { type: 'boolean', default: false },
    /** The model writes each token by itself. */
    spread: { type: 'boolean', default: false },
  },
});
const { full, spread } = values;

const benches: Readonly<Record<string, () => Promise<void>>> = {
  turns: () => benchStreamedTurns({ seconds: full ? 6 : 3, rounds: full ? 5 : 2, spread }),
  mix: () => benchApiMix({ seconds: full ? 60 : 15 }),
  history: () => benchHistory({ sizes: full ? [10, 1_000, 100_000] : [10, 1_000, 10_000], seconds: full ? 5 : 2 }),
  footprint: benchFootprint,
  studio: () => benchStudio({ rounds: full ? 5 : 3, turns: full ? 200 : 50 }),
  editor: () => benchEditor({ seconds: 5 }),
  workflows: () => benchWorkflows({ seconds: full ? 10 : 4 }),
  engine: () => benchEngine({ seconds: full ? 10 : 4 }),
  retrieval: () => benchRetrieval({ embeddings: process.env['BENCH_EMBEDDINGS'] }),
  answers: () => benchAnswers({ every: full ? 1 : 10 }),
  search: () => benchSearch({ sizes: full ? [10_000, 100_000, 1_000_000] : [10_000, 100_000], questions: full ? 1_000 : 300 }),
  ingestion: () => benchIngestion({ megabytes: full ? [10, 100, 500, 1_000] : [10, 50], pages: full ? [200, 2_000] : [200] }),
  busy: () => benchBusyMix({ rate: full ? 1_000 : 300, seconds: full ? 60 : 15, megabytes: full ? 500 : 100 }),
  sandbox: () => benchSandbox({ calls: full ? 1_000 : 300 }),
};

const names = positionals.length > 0 ? positionals : Object.keys(benches);
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`);
for (const name of names) {
  const bench = benches[name];
  if (!bench) throw new Error(`There is no bench "${name}": there are ${Object.keys(benches).join(', ')}.`);
  await bench();
}
