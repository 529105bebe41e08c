import * as contract from '@buckle/contract';
import { expect, it } from 'vitest';
import { TestServer } from './testing/started-server.ts';

it.each([['full', []], ['process', ['python_not_locked_in']]] as const)('how Python is locked in is seen by users and in the health of the server: %s', async (isolation, warnings) => {
  const server = await TestServer.start({ environment: { BUCKLE_PYTHON_SANDBOX: isolation } });
  try {
    const answer = await fetch(`${server.address}/readyz`);
    expect(await answer.json()).toMatchObject({ status: 'ready', warnings });
    const { languages } = await server.call(contract.listCodeLanguages);
    expect(languages.map(({ language }) => language)).toEqual(['typescript', 'python']);
    // Not every machine has a Python, or can lock one in.
    expect(languages[1]?.isolation).toBeOneOf([isolation, 'none']);
  } finally {
    await server.stop();
  }
});
