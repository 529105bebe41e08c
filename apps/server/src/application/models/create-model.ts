import { BadRequest } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { DEFAULT_TIMEOUTS, type ModelTimeouts, type ModelType, PRESETS, type Provider, PROVIDERS_OF } from '#services/models/index.ts';
import { addressOf } from '#services/outbound/index.ts';
import { authorizeModels, changeModel, type ModelsContext } from './context.ts';
import { requireFieldsOf } from './fields-of-type.ts';
import {
  ASSUMED_CAPABILITIES,
  keyHint,
  type ModelCapabilities,
  type ModelDocument,
  type ModelPrice,
  NO_CAPABILITIES,
  OFFLINE_MODEL_ID,
} from './model-document.ts';
import { setDefault } from './set-default.ts';

/** A model to connect. */
export interface NewModel {
  /** `SHARED` for one that the whole instance shares. */
  readonly workspaceId: string;
  /** The preset's, or `chat`, where undefined. */
  readonly type?: ModelType | undefined;
  readonly name: string;
  readonly preset: string;
  readonly provider?: Provider | undefined;
  readonly baseUrl?: string | undefined;
  readonly modelName: string;
  readonly apiKey?: string | undefined;
  readonly capabilities: Partial<ModelCapabilities>;
  readonly contextTokens: number;
  readonly maxOutputTokens?: number | undefined;
  readonly price?: ModelPrice | undefined;
  readonly timeouts: Partial<ModelTimeouts>;
  readonly maxRetries: number;
  readonly maxConcurrency?: number | undefined;
  readonly fallbackModelId?: string | undefined;
  readonly queryPrefix?: string | undefined;
  readonly passagePrefix?: string | undefined;
  readonly maxBatch?: number | undefined;
  readonly enabled: boolean;
  readonly isDefault: boolean;
  readonly allowPrivateAddress: boolean;
}

/**
 * Connects a model. Throws `NotFound` and `PermissionDenied`; `BadRequest` for an unknown preset, a
 * missing base URL, an unusable fallback, or what models of the type have not.
 */
export async function createModel(
  context: ModelsContext,
  principal: Principal,
  input: NewModel,
  idempotencyKey?: string,
): Promise<ModelDocument> {
  await authorizeModels(context, principal, 'model.manage', input.workspaceId);
  if (input.allowPrivateAddress) await context.identity.authorizeInstance(principal, 'model.allow_address');
  const { apiKey, isDefault, allowPrivateAddress, ...fields } = input;
  const vendor = vendorOf(input);
  requireFieldsOf(vendor.type, input);
  await requireUsableFallback(context, input.workspaceId, input.fallbackModelId);

  const call = { operation: 'createModel', key: idempotencyKey, body: input };
  return context.idempotency.create<ModelDocument>(principal, call, () => context.ids.next(), {
    find: (id) => context.models.get(id),
    async make(id) {
      const now = context.clock.now();
      const model: ModelDocument = {
        ...present(fields),
        ...vendor,
        id,
        ...(apiKey === undefined ? {} : { apiKey }),
        keyHint: keyHint(apiKey),
        capabilities: vendor.type === 'chat' ? { ...ASSUMED_CAPABILITIES, ...input.capabilities } : NO_CAPABILITIES,
        timeouts: { ...DEFAULT_TIMEOUTS, ...input.timeouts },
        ...(allowPrivateAddress ? { permittedAddress: addressOf(vendor.baseUrl) } : {}),
        createdAt: now,
        updatedAt: now,
      };
      const [made] = await changeModel(context, principal, 'model.create', model, [() => context.models.insert(model)], {
        name: model.name,
        base_url: model.baseUrl,
        ...(model.permittedAddress === undefined ? {} : { allowed_address: model.permittedAddress }),
      });
      if (isDefault) await setDefault(context, principal, made, true);
      return made;
    },
  });
}

/** Checks that a fallback exists and is another chat model that the workspace can use. Throws `BadRequest`. */
export async function requireUsableFallback(
  { resolver }: ModelsContext,
  workspaceId: string,
  fallbackId: string | undefined,
  ownId?: string,
): Promise<void> {
  if (fallbackId === undefined || fallbackId === OFFLINE_MODEL_ID) return;
  if (fallbackId !== ownId && (await resolver.finder.usableAs('chat', workspaceId, fallbackId))) return;
  throw new BadRequest(
    `The model ${JSON.stringify(fallbackId)} cannot be a fallback here: ` +
      'choose another enabled model of this workspace or of the instance.',
  );
}

function vendorOf(input: NewModel): { type: ModelType; provider: Provider; baseUrl: string } {
  const preset = PRESETS.find(({ id }) => id === input.preset);
  const type = input.type ?? preset?.type ?? 'chat';
  if (input.preset !== '' && (preset?.type !== type || preset.provider === 'offline')) {
    const known = PRESETS.filter((other) => other.type === type && other.provider !== 'offline').map(({ id }) => id);
    throw new BadRequest(`There is no preset ${JSON.stringify(input.preset)} of ${type} models; there are ${known.join(', ')}.`);
  }
  const baseUrl = input.baseUrl ?? preset?.baseUrl;
  if (baseUrl === undefined) throw new BadRequest('A model needs a base_url, or a preset that has one.');
  const provider = input.provider ?? preset?.provider ?? 'openai';
  if (!PROVIDERS_OF[type].includes(provider)) {
    throw new BadRequest(`There are no ${type} models of the provider ${provider}; there are those of ${PROVIDERS_OF[type].join(', ')}.`);
  }
  return { type, provider, baseUrl };
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** The fields that are not undefined: an absent field is not stored. */
function present<T extends object>(fields: T): Present<T> {
  // Dropping undefined values is what the type says.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Present<T>;
}
