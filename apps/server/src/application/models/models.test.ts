import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NotFound, PermissionDenied } from '#kernel/errors.ts';
import type { ModelEvent } from '#services/models/index.ts';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { readableModel } from './context.ts';
import { createModel, type NewModel } from './create-model.ts';
import { deleteModel } from './delete-model.ts';
import { listModels } from './list-models.ts';
import { SHARED, type ModelDocument } from './model-document.ts';
import { defaultsOf } from './set-default.ts';
import { showModel } from './show-model.ts';
import { testModel } from './test-model.ts';
import { ADMINISTRATOR, EDITOR, KEY, openTestModels, STRANGER, type TestModels, WANTED } from './testing.ts';
import { updateModel } from './update-model.ts';

let test: TestModels;
beforeEach(async () => {
  test = await openTestModels();
});
afterEach(() => test.close());

function create(changes: Partial<NewModel> = {}, principal = changes.workspaceId === SHARED ? ADMINISTRATOR : EDITOR): Promise<ModelDocument> {
  return createModel(test.context, principal, { ...WANTED, ...changes });
}

async function resolvedName(modelId?: string, workspaceId = 'w1'): Promise<string> {
  return (await test.context.resolver.resolve(workspaceId, modelId)).name;
}

describe('connecting a model', () => {
  it('takes from its preset what is not said', async () => {
    expect(await create()).toMatchObject({ provider: 'openai', baseUrl: 'https://api.deepseek.com/v1', timeouts: { firstEvent: 120_000 } });
  });

  it('never shows the key, nor writes it to the audit log', async () => {
    const model = await create();
    const shown = showModel(model, new Set());
    expect(shown).toMatchObject({ has_key: true, key_hint: 'cdef' });
    expect(JSON.stringify(shown)).not.toContain(KEY);
    expect((await test.context.models.get(model.id))?.apiKey).toBe(KEY);
    expect(JSON.stringify(await test.audited())).not.toContain(KEY);
  });

  it.each([
    ['an unknown preset', { preset: 'nothing' }, 'There is no preset "nothing"'],
    ['no address', { preset: '' }, 'needs a base_url'],
    ['an unknown fallback', { fallbackModelId: '42' }, 'cannot be a fallback'],
  ])('refuses %s', async (_name, changes, words) => {
    await expect(create(changes)).rejects.toThrow(words);
  });

  it('is for those who may: workspaces by their members, shared ones and private addresses by administrators', async () => {
    await expect(create({}, STRANGER)).rejects.toBeInstanceOf(NotFound);
    await expect(create({ workspaceId: SHARED }, EDITOR)).rejects.toBeInstanceOf(PermissionDenied);
    await expect(create({ allowPrivateAddress: true })).rejects.toBeInstanceOf(PermissionDenied);
    expect((await listModels(test.context, EDITOR, 'w1', { limit: 10 })).items).toHaveLength(1);
  });

  it('makes one model of a repeated call', async () => {
    const first = await createModel(test.context, EDITOR, WANTED, '7');
    expect((await createModel(test.context, EDITOR, WANTED, '7')).id).toBe(first.id);
    expect(await test.context.models.count({ workspaceId: 'w1' })).toBe(1);
  });
});

describe('reading models', () => {
  it('lists the built-in one, those of the workspace and those of the instance', async () => {
    await create();
    await create({ workspaceId: SHARED, name: 'Shared' });
    const page = await listModels(test.context, EDITOR, 'w1', { limit: 1 });
    const rest = await listModels(test.context, EDITOR, 'w1', { limit: 10, after: page.next });
    expect([...page.items, ...rest.items].map(({ name }) => name).toSorted()).toEqual(['Mine', 'Offline', 'Shared']);
    expect((await listModels(test.context, ADMINISTRATOR, SHARED, { limit: 10 })).items.map(({ name }) => name)).toEqual(['Offline', 'Shared']);
    await expect(listModels(test.context, EDITOR, 'w2', { limit: 10 })).rejects.toBeInstanceOf(NotFound);
  });

  it('shows a model of a workspace to its members, a shared one to everybody', async () => {
    const own = await create();
    const shared = await create({ workspaceId: SHARED });
    await expect(readableModel(test.context, STRANGER, own.id)).rejects.toBeInstanceOf(NotFound);
    expect((await readableModel(test.context, STRANGER, shared.id)).id).toBe(shared.id);
    expect((await readableModel(test.context, STRANGER, 'offline')).provider).toBe('offline');
    await expect(readableModel(test.context, EDITOR, '42')).rejects.toBeInstanceOf(NotFound);
  });
});

describe('changing a model', () => {
  it('changes what is given, and takes away what is null', async () => {
    const { id } = await create({ maxConcurrency: 3 });
    const changed = await updateModel(test.context, EDITOR, id, { name: 'New', maxConcurrency: null, capabilities: { vision: true }, apiKey: null });
    expect(changed).toMatchObject({ name: 'New', keyHint: '', capabilities: { vision: true, tools: true }, modelName: 'deepseek-chat' });
    expect(changed).not.toHaveProperty('maxConcurrency');
    expect(changed).not.toHaveProperty('apiKey');
  });

  it('sends a key nowhere but where it was meant to go', async () => {
    const { id } = await create();
    await expect(updateModel(test.context, EDITOR, id, { baseUrl: 'https://elsewhere.example/v1' })).rejects.toThrow('needs the api_key once more');
    expect(await updateModel(test.context, EDITOR, id, { baseUrl: 'https://api.deepseek.com/beta' })).toMatchObject({ apiKey: KEY });
    expect(await updateModel(test.context, EDITOR, id, { baseUrl: 'https://elsewhere.example/v1', apiKey: 'other' })).toMatchObject({ apiKey: 'other' });
  });

  it('holds leave for a private address for that address alone', async () => {
    const { id } = await create({ workspaceId: SHARED, preset: 'ollama', apiKey: undefined, allowPrivateAddress: true });
    expect((await test.audited())[0]?.details).toMatchObject({ allowed_address: '127.0.0.1:11434' });
    expect(await updateModel(test.context, ADMINISTRATOR, id, { name: 'x' })).toMatchObject({ permittedAddress: '127.0.0.1:11434' });
    expect(await updateModel(test.context, ADMINISTRATOR, id, { baseUrl: 'http://127.0.0.1:22/' })).not.toHaveProperty('permittedAddress');
  });

  it('leaves the built-in model as it is', async () => {
    await expect(updateModel(test.context, ADMINISTRATOR, 'offline', { name: 'x' })).rejects.toThrow('cannot be changed');
    await expect(deleteModel(test.context, ADMINISTRATOR, 'offline')).rejects.toThrow('cannot be changed');
  });

  it('has one default for each workspace', async () => {
    const first = await create({ isDefault: true });
    const second = await create({ isDefault: true });
    expect(await defaultsOf(test.context, ['w1'])).toEqual(new Set([second.id]));
    await updateModel(test.context, EDITOR, first.id, { isDefault: false });
    expect(await defaultsOf(test.context, ['w1'])).toEqual(new Set([second.id]));
    await updateModel(test.context, EDITOR, second.id, { isDefault: false });
    expect(await defaultsOf(test.context, ['w1'])).toEqual(new Set());
  });
});

describe('finding the model for a bot', () => {
  it('takes the named one, the workspace\'s default, the instance\'s, the built-in one, in this order', async () => {
    expect(await resolvedName()).toBe('Offline');
    const shared = await create({ workspaceId: SHARED, name: 'Shared', isDefault: true });
    expect(await resolvedName()).toBe('Shared');
    const own = await create({ name: 'Default', isDefault: true });
    const named = await create({ name: 'Named' });
    expect(await resolvedName()).toBe('Default');
    expect(await resolvedName(named.id)).toBe('Named');
    expect(await resolvedName(shared.id)).toBe('Shared');
    expect(await resolvedName('offline')).toBe('Offline');
    expect(await resolvedName('42')).toBe('Default');
    expect(await resolvedName(own.id, 'w2')).toBe('Shared');
    await deleteModel(test.context, EDITOR, own.id);
    await deleteModel(test.context, ADMINISTRATOR, shared.id);
    expect(await resolvedName()).toBe('Offline');
  });

  it('passes over what is switched off', async () => {
    const { id } = await create({ isDefault: true });
    expect(await resolvedName(id)).toBe('Mine');
    await updateModel(test.context, EDITOR, id, { enabled: false });
    expect(await resolvedName(id)).toBe('Offline');
  });

  it('keeps a model assembled until it changes', async () => {
    const { id } = await create();
    const first = await test.context.resolver.resolve('w1', id);
    test.clock.advance(60_000);
    const later = await test.context.resolver.resolve('w1', id);
    expect(later).not.toBe(first);
    expect(later.chatModel).toBe(first.chatModel);
    await updateModel(test.context, EDITOR, id, { maxRetries: 1 });
    expect((await test.context.resolver.resolve('w1', id)).chatModel).not.toBe(first.chatModel);
  });

  it('reads nothing for a model that was just resolved', async () => {
    const { id } = await create();
    const first = await test.context.resolver.resolve('w1', id);
    expect(await test.context.resolver.resolve('w1', id)).toBe(first);
  });

  it('has a price in a process that has not resolved it, as after a restart', async () => {
    const price = { inputPerMillion: 2, outputPerMillion: 8, currency: 'CNY' };
    const { id } = await create({ price });
    expect(await test.context.resolver.priceOf(id)).toEqual(price);
    expect(await test.context.resolver.priceOf('unknown')).toBeUndefined();
  });
});

describe('with a model on loopback', () => {
  let scripted: ScriptedModel;
  beforeEach(async () => {
    scripted = await ScriptedModel.start();
  });
  afterEach(() => scripted.close());

  async function ask(modelId: string): Promise<string> {
    const { chatModel } = await test.context.resolver.resolve('w1', modelId);
    const events: ModelEvent[] = [];
    for await (const batch of chatModel.stream({ messages: [] }, { signal: new AbortController().signal })) events.push(...batch);
    return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
  }

  it('reaches it once an administrator has allowed its address', async () => {
    const at = { workspaceId: SHARED, preset: '', baseUrl: scripted.baseUrl };
    const allowed = await create({ ...at, allowPrivateAddress: true });
    const other = await create(at);
    expect(await ask(allowed.id)).toBe('Hello!');
    expect(scripted.calls[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    await expect(ask(other.id)).rejects.toMatchObject({ kind: 'address-refused' });
  });

  it('tests the connection in words', async () => {
    const { id } = await create({ workspaceId: SHARED, preset: '', baseUrl: scripted.baseUrl, allowPrivateAddress: true });
    expect(await testModel(test.context, ADMINISTRATOR, id)).toMatchObject({ ok: true, text: 'Hello!' });
    scripted.always({ error: { status: 401 } });
    expect(await testModel(test.context, ADMINISTRATOR, id)).toMatchObject({ ok: false, kind: 'authentication' });
    await expect(testModel(test.context, EDITOR, id)).rejects.toBeInstanceOf(PermissionDenied);
  });

  it('asks the fallback where the model fails', async () => {
    const at = { workspaceId: SHARED, preset: '', baseUrl: scripted.baseUrl, allowPrivateAddress: true };
    const second = await create({ ...at, modelName: 'second' });
    const first = await create({ ...at, modelName: 'first', fallbackModelId: second.id });
    scripted.always(({ body }) => (body['model'] === 'first' ? { error: { status: 503 } } : { text: 'from the second' }));
    expect(await ask(first.id)).toBe('from the second');
  });

  it('connects the model of the environment once, as the default', async () => {
    await test.connectFirst(scripted.baseUrl);
    await test.connectFirst('https://other.example/v1');
    expect(await resolvedName()).toBe('first');
    expect(await ask('')).toBe('Hello!');
  });
});
