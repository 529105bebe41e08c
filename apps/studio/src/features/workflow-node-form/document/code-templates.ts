import type { CodeLanguage } from '../settings/simple.ts';

/** What the code of a node begins with, in the form in which the engine runs it. */
export const codeTemplates: Readonly<Record<CodeLanguage, string>> = {
  python: `async def main(args: Args) -> Output:
    params = args.params
    return {
        "output": params["input"],
    }
`,
  typescript: `async function main({ params }: Args): Promise<Output> {
  return {
    output: params.input,
  };
}
`,
};
