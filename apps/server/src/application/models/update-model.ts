import { RevisionConflict, type Changes } from '#data/documents/port.ts';
import { BadRequest, Conflict } from '#kernel/errors.ts';
import type { Principal } from '#kernel/principal.ts';
import { addressOf } from '#services/outbound/index.ts';
import { changeModel, manageableModel, type ModelsContext } from './context.ts';
import { requireUsableFallback } from './create-model.ts';
import { requireFieldsOf } from './fields-of-type.ts';
import { keyHint, type ModelCapabilities, type ModelDocument } from './model-document.ts';
import { setDefault } from './set-default.ts';

type Changeable = Pick<ModelDocument, 'name' | 'baseUrl' | 'modelName' | 'contextTokens' | 'maxRetries' | 'enabled'>;
type Removable = Required<
  Pick<ModelDocument, 'apiKey' | 'maxOutputTokens' | 'price' | 'maxConcurrency' | 'fallbackModelId' | 'queryPrefix' | 'passagePrefix' | 'maxBatch'>
>;

/** What is to change; `null` takes a field away, `undefined` leaves it. */
export type ModelChanges = { readonly [K in keyof Changeable]?: Changeable[K] | undefined } & {
  readonly [K in keyof Removable]?: Removable[K] | null | undefined;
} & {
  readonly capabilities?: Partial<ModelCapabilities> | undefined;
  readonly timeouts?: Partial<ModelDocument['timeouts']> | undefined;
  readonly isDefault?: boolean | undefined;
  readonly allowPrivateAddress?: boolean | undefined;
};

/**
 * Changes a model. A key goes only to the address that it was given for, so another address needs it
 * once more; and leave for a private address holds for that address alone. Throws `NotFound`,
 * `PermissionDenied`, `BadRequest`, and `Conflict` if somebody else changed the model meanwhile.
 */
export async function updateModel(context: ModelsContext, principal: Principal, id: string, changes: ModelChanges): Promise<ModelDocument> {
  const model = await manageableModel(context, principal, id);
  const { isDefault, allowPrivateAddress, capabilities, timeouts, ...fields } = changes;
  requireFieldsOf(model.type, fields);
  if (allowPrivateAddress) await context.identity.authorizeInstance(principal, 'model.allow_address');
  const moved = fields.baseUrl !== undefined && new URL(fields.baseUrl).origin !== new URL(model.baseUrl).origin;
  if (moved && model.apiKey !== undefined && fields.apiKey === undefined) {
    throw new BadRequest('Another base_url needs the api_key once more, or null for none: a key is sent only where it was meant to go.');
  }
  await requireUsableFallback(context, model.workspaceId, fields.fallbackModelId ?? undefined, id);

  const given = Object.entries(fields);
  const permitted = permission(model, allowPrivateAddress, fields.baseUrl ?? model.baseUrl);
  const update: Changes<ModelDocument> = {
    set: {
      ...Object.fromEntries(given.filter(([, value]) => value !== null && value !== undefined)),
      ...(fields.apiKey === undefined ? {} : { keyHint: keyHint(fields.apiKey ?? undefined) }),
      ...(capabilities ? { capabilities: { ...model.capabilities, ...capabilities } } : {}),
      ...(timeouts ? { timeouts: { ...model.timeouts, ...timeouts } } : {}),
      ...(permitted === undefined ? {} : { permittedAddress: permitted }),
      workspaceId: model.workspaceId,
      updatedAt: context.clock.now(),
    },
    unset: [
      ...(Object.keys(fields) as (keyof typeof fields)[]).filter((field) => fields[field] === null),
      ...(permitted === undefined ? (['permittedAddress'] as const) : []),
      // Another model at another place may have other dimensions: the next test says.
      ...(differs(fields.baseUrl, model.baseUrl) || differs(fields.modelName, model.modelName) ? (['dimension'] as const) : []),
    ],
  };
  const updating = () => context.models.update(id, update, { revision: model.revision });
  const details = {
    fields: given.flatMap(([field, value]) => (value === undefined ? [] : [field])).join(' '),
    ...(permitted !== undefined && permitted !== model.permittedAddress ? { allowed_address: permitted } : {}),
  };
  const [updated] = await changeModel(context, principal, 'model.update', model, [updating], details).catch((error: unknown) => {
    throw error instanceof RevisionConflict ? new Conflict('Somebody else has just changed this model: load it again.') : error;
  });
  if (isDefault !== undefined) await setDefault(context, principal, updated, isDefault);
  return updated;
}

/** The address that the model may be at although it is not public. */
function permission(model: ModelDocument, allow: boolean | undefined, baseUrl: string): string | undefined {
  const address = addressOf(baseUrl);
  if (allow !== undefined) return allow ? address : undefined;
  return model.permittedAddress === address ? address : undefined;
}

function differs(given: string | undefined, stored: string): boolean {
  return given !== undefined && given !== stored;
}
