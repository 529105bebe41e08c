import type { Endpoint } from '@buckle/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rolePermissions } from '#application/identity/index.ts';
import { refusalOf, Scene } from './testing/scene.ts';

// Every route of the application, called by those who may not: what is added later is tested the same way.

let scene: Scene;
beforeAll(async () => {
  scene = await Scene.open();
});
afterAll(() => scene.close());

/** How the API refuses a caller, by `method path`, where it does not do so as expected. */
async function exceptions(
  endpoints: readonly Endpoint[],
  token: string | undefined,
  expected: (refusal: { status: number; code: number }) => boolean,
): Promise<string[]> {
  const found: string[] = [];
  for (const endpoint of endpoints) {
    const answer = await scene.call(endpoint, token);
    const isRefusal = answer.status !== 200;
    if (!isRefusal || !expected(refusalOf(answer))) found.push(`${endpoint.method} ${endpoint.path}: ${answer.status} ${answer.text}`);
  }
  return found;
}

function protectedRoutes(): Endpoint[] {
  return scene.endpoints.filter(({ authentication }) => authentication === 'required');
}

it('nobody gets in without a token, or with one that is unknown, expired or revoked', async () => {
  const { identity } = scene.composed.application;
  const administrator = await identity.firstAdministrator();
  const issue = (name: string) => identity.issueToken(administrator?.id ?? '', { name, expiresAt: scene.composed.clock.now() + 1000 });
  const expired = await issue('expired');
  const revoked = await issue('revoked');
  const revoke = scene.endpoints.find(({ name }) => name === 'revokeToken');
  if (!revoke) throw new Error('There is no route that revokes a token.');
  expect(await scene.call(revoke, scene.tokens.owner, { params: { token_id: revoked.stored.id } })).toMatchObject({ status: 200 });
  const unauthenticated = ({ status, code }: { status: number; code: number }) => status === 401 && code === 4100;
  expect(await exceptions(protectedRoutes(), revoked.token, unauthenticated)).toEqual([]);
  scene.composed.clock.advance(2000);
  expect(await exceptions(protectedRoutes(), expired.token, unauthenticated)).toEqual([]);
  expect(await exceptions(protectedRoutes(), undefined, unauthenticated)).toEqual([]);
  expect(await exceptions(protectedRoutes(), 'pat_unknown', unauthenticated)).toEqual([]);
});

it.each(['viewer', 'operator', 'editor'] as const)('the role of %s does what its permissions say, and nothing else', async (role) => {
  const denied = protectedRoutes().filter(({ permission }) => permission && !rolePermissions[role].has(permission));
  expect(denied.length).toBeGreaterThan(0);
  expect(await exceptions(denied, scene.tokens[role], ({ status, code }) => status === 403 && code === 4101)).toEqual([]);
});

it('what a viewer may read is there for them', async () => {
  const allowed = protectedRoutes().filter(({ permission, method }) => permission && method === 'GET' && rolePermissions.viewer.has(permission));
  const answers = await Promise.all(allowed.map(async (endpoint) => [endpoint.path, (await scene.call(endpoint, scene.tokens.viewer)).status]));
  expect(answers).toEqual(allowed.map(({ path }) => [path, 200]));
});

it('the owner of another workspace finds nothing of this one', async () => {
  const ofWorkspaces = protectedRoutes().filter(({ permission }) => permission);
  const hidden = ({ status, code }: { status: number; code: number }) => status === 404 && code === 4200;
  expect(await exceptions(ofWorkspaces, scene.tokens.stranger, hidden)).toEqual([]);
});

it('what belongs to other accounts or to the instance is out of reach of a user', async () => {
  const named = protectedRoutes().filter(({ permission, path }) => !permission && path.includes('{'));
  const refused = ({ status, code }: { status: number; code: number }) => (status === 404 && code === 4200) || (status === 403 && code === 4101);
  expect(await exceptions(named, scene.tokens.stranger, refused)).toEqual([]);
});
