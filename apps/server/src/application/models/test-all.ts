import { type ConnectionTest, type ModelType, testConnection } from '#services/models/index.ts';
import type { ModelsContext } from './context.ts';
import type { NamedModel } from './resolve-model.ts';

/** So many are tested at most, so many of them at once: each test is a call that may cost something. */
const MOST = 24;
const AT_ONCE = 4;

/** The tests of connected models, and how many enabled ones were not tested. */
export interface ConnectionTests {
  readonly tests: readonly (NamedModel & { readonly type: ModelType; readonly test: ConnectionTest })[];
  readonly untested: number;
}

/** Tests the connected models of the whole instance: for its operator, who is nobody's user. */
export async function testAll({ models, resolver, clock }: ModelsContext): Promise<ConnectionTests> {
  const page = await models.find({ limit: 1000 });
  const enabled = page.items.filter((model) => model.enabled);
  const left = enabled.slice(0, MOST);
  const tests: (NamedModel & { type: ModelType; test: ConnectionTest })[] = [];
  const testNext = async (): Promise<void> => {
    for (let model = left.shift(); model; model = left.shift()) {
      const { connection, http } = resolver.connectionOf(model);
      const test = await testConnection(connection, { http, clock, signal: new AbortController().signal });
      tests.push({ id: model.id, name: model.name, type: model.type, test });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, testNext));
  return { tests: tests.toSorted((one, other) => (one.id < other.id ? -1 : 1)), untested: enabled.length - tests.length };
}
