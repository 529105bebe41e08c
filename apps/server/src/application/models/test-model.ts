import type { Principal } from '#kernel/principal.ts';
import { testConnection, type ConnectionTest } from '#services/models/index.ts';
import { manageableModel, modelResource, type ModelsContext } from './context.ts';

/** Makes one tiny call of a model and says in words what is wrong. */
export async function testModel(context: ModelsContext, principal: Principal, id: string): Promise<ConnectionTest> {
  const model = await manageableModel(context, principal, id);
  const { connection, http } = context.resolver.connectionOf(model);
  const test = await testConnection(connection, { http, clock: context.clock, signal: new AbortController().signal });
  await context.audit.record(principal, 'model.test', modelResource(model), test.ok ? 'done' : 'failed');
  return test;
}
