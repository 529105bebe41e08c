import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as contract from '@buckle/contract';
import { CozeAPI, type FileObject } from '@coze/api';
import pino from 'pino';
import type { z } from 'zod';
import type { ToolSource } from '#application/conversations/index.ts';
import { ScriptedModel } from '#services/models/testing/scripted-model.ts';
import { readSettings } from '../../config.ts';
import { type RunningServer, startServer } from '../server.ts';
import { type CallParts, callEndpoint } from './call-endpoint.ts';

/** The personal access token of the first account. */
export const TOKEN = 'pat_0123456789abcdef0123456789abcdef';

/** What a test changes of the server that it asks for. */
export interface TestServerOptions {
  /** Settings by the names that they have in the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly toolSources?: readonly ToolSource[];
}

/**
 * A whole server in this process, on a free port and an empty data folder, with an account, its token
 * and a scripted model as the default of every bot. Start one for a file, and stop it at its end.
 */
export class TestServer {
  readonly address: string;
  readonly model: ScriptedModel;
  /** The official client, as the first account. */
  readonly coze: CozeAPI;
  /** The first account's own workspace. */
  readonly workspaceId: string;
  readonly #server: RunningServer;
  /** Where its data are. */
  readonly folder: string;

  private constructor(server: RunningServer, model: ScriptedModel, folder: string, workspaceId: string) {
    this.#server = server;
    this.folder = folder;
    this.address = server.address;
    this.model = model;
    this.workspaceId = workspaceId;
    this.coze = this.client();
  }

  static async start({ environment = {}, toolSources = [] }: TestServerOptions = {}): Promise<TestServer> {
    const model = await ScriptedModel.start();
    const folder = await mkdtemp(join(tmpdir(), 'buckle-server-'));
    const settings = readSettings({
      BUCKLE_PORT: '0',
      BUCKLE_DATA_DIR: folder,
      BUCKLE_ADMIN_EMAIL: 'ada@example.com',
      BUCKLE_ADMIN_PASSWORD: 'correct horse battery',
      BUCKLE_ADMIN_TOKEN: TOKEN,
      BUCKLE_MODEL_BASE_URL: model.baseUrl,
      BUCKLE_MODEL_NAME: 'scripted',
      BUCKLE_STOP_DEADLINE: '0s',
      ...environment,
    });
    const onExpelled = (): void => {
      throw new Error('The server of a test was expelled.');
    };
    const server = await startServer(settings, { logger: pino({ level: 'error' }), onExpelled, toolSources });
    const { personal_workspace_id: workspaceId } = await callEndpoint(server.address, TOKEN, contract.getProfile);
    return new TestServer(server, model, folder, workspaceId);
  }

  /** An official client with a token, by default the first account's. */
  client(token = TOKEN): CozeAPI {
    // A proxy of the environment must not come between a test and this machine.
    return new CozeAPI({ baseURL: this.address, token, axiosOptions: { proxy: false } });
  }

  /** Calls an endpoint of the contract as the first account. Throws `Refused`. */
  call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
    endpoint: contract.Endpoint<P, Q, B, A>,
    parts: CallParts<P, Q, B> = {},
  ): Promise<z.output<A>> {
    return callEndpoint(this.address, TOKEN, endpoint, parts);
  }

  /** Creates a bot with the definition and publishes it. Returns its id. */
  async publishBot(definition: Partial<z.input<typeof contract.botDefinition>> = {}): Promise<string> {
    const { bot_id: botId } = await this.coze.bots.create({ space_id: this.workspaceId, name: 'Bot' });
    await this.changeBot(botId, definition);
    return botId;
  }

  /** Changes a bot's draft and publishes it. */
  async changeBot(botId: string, changes: Partial<z.input<typeof contract.botDefinition>>): Promise<void> {
    const params = { bot_id: botId };
    const { revision, definition } = await this.call(contract.getBotDraft, { params });
    await this.call(contract.putBotDraft, { params, body: { revision, definition: { ...definition, ...changes } } });
    await this.coze.bots.publish({ bot_id: botId, connector_ids: ['1024'] });
  }

  /** Uploads a file, as the official client does on Node: from the disk. */
  async upload(name: string, content: string | Uint8Array, coze = this.coze): Promise<FileObject> {
    const path = join(await mkdtemp(join(this.folder, 'upload-')), name);
    await writeFile(path, content);
    return coze.files.upload({ file: createReadStream(path) });
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    await this.model.close();
    await rm(this.folder, { recursive: true });
  }
}
