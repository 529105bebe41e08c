import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

/** Names and values of an environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The environment of the process, completed from a `.env` file where there is one: the process wins. */
export function readEnvironment(environment: Environment, file: string): Environment {
  try {
    return { ...parseEnv(readFileSync(file, 'utf8')), ...environment };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return environment;
    throw new Error(`The file ${file} cannot be read.`, { cause: error });
  }
}
