import { DocumentMissing, type Read, RevisionConflict } from '#data/documents/port.ts';
import type { Principal } from '#kernel/principal.ts';
import { testConnection, type ConnectionTest } from '#services/models/index.ts';
import { manageableModel, modelResource, type ModelsContext } from './context.ts';
import type { ModelDocument } from './model-document.ts';

/** Makes one tiny call of a model and says in words what is wrong. Keeps how many dimensions an embedding model has. */
export async function testModel(context: ModelsContext, principal: Principal, id: string): Promise<ConnectionTest> {
  const model = await manageableModel(context, principal, id);
  const { connection, http } = context.resolver.connectionOf(model);
  const test = await testConnection(connection, { http, clock: context.clock, signal: new AbortController().signal });
  if (test.ok && test.dimension !== model.dimension) await keepDimension(context, model, test.dimension);
  await context.audit.record(principal, 'model.test', modelResource(model), test.ok ? 'done' : 'failed');
  return test;
}

async function keepDimension({ models, resolver }: ModelsContext, { id, revision }: Read<ModelDocument>, dimension: number | undefined): Promise<void> {
  try {
    await models.update(id, { set: { dimension } }, { revision });
  } catch (error) {
    // What was tested is no longer what is stored: the next test says more.
    if (!(error instanceof RevisionConflict) && !(error instanceof DocumentMissing)) throw error;
  }
  resolver.forget();
}
