import { type CodeLanguage, openSandbox } from '../apps/server/src/services/sandbox/index.ts';
import { percentiles } from './percentiles.ts';
import { printTable } from './table.ts';

/** What the code node of a template does: a few lines that put something together of its parameters. */
const codes: Readonly<Record<CodeLanguage, string>> = {
  typescript: `async function main({ params }: Args): Promise<Output> {
  const words: string[] = params.text.split(' ');
  return { count: words.length, first: words[0], upper: words.map((word) => word.toUpperCase()) };
}`,
  python: `import json, re
async def main(args: Args) -> Output:
    words = re.split(r'\\s+', args.params['text'])
    return {"count": len(words), "first": words[0], "upper": [word.upper() for word in words]}
`,
};

const params = { text: 'the quick brown fox jumps over the lazy dog' };

/** Calls before the measured ones. */
const WARM_UP = 20;

/** How long a call of a code node's code takes in its sandbox: one after the other, and ten at once. */
export async function benchSandbox({ calls }: { readonly calls: number }): Promise<void> {
  const sandbox = openSandbox({ pythonIsolation: 'full' });
  try {
    const rows = [];
    for (const language of ['typescript', 'python'] as const) {
      const { isAvailable, detail } = (await sandbox.status())[language];
      if (!isAvailable) {
        console.log(detail);
        continue;
      }
      const call = async (): Promise<number> => {
        const begun = performance.now();
        await sandbox.run({ language, code: codes[language], params, timeout: 10_000 });
        return performance.now() - begun;
      };
      const first = await call();
      const series = async (count: number): Promise<number[]> => {
        const times: number[] = [];
        for (let index = 0; index < count; index++) times.push(await call());
        return times;
      };
      await series(WARM_UP);
      const alone = percentiles(await series(calls));
      const begun = performance.now();
      await Promise.all(Array.from({ length: 10 }, () => series(calls / 10)));
      const perSecond = calls / ((performance.now() - begun) / 1000);
      rows.push({ language, 'first call, ms': first, 'p50, ms': alone.p50, 'p99, ms': alone.p99, 'ten at once: calls/s': perSecond });
    }
    printTable('Code of code nodes', rows);
  } finally {
    await sandbox.close();
  }
}
