import { randomBytes } from 'node:crypto';
import { type Collection, type CollectionDefinition, type Documents, UniqueConflict } from '#data/documents/port.ts';
import { removeAll } from '#data/documents/remove-all.ts';
import { KeyWrapper, type Wraps } from './key-wrapper.ts';
import { type DataKey, keyNumberOf, Opener, SealBroken, Sealer } from './seal.ts';

/** The scope of keys for what belongs to no workspace. */
export const INSTANCE_SCOPE = 'instance';

const KEY_BYTES = 32;

/** A key as it is stored. */
export interface StoredKey {
  readonly id: string;
  readonly scope: string;
  readonly number: number;
  readonly wraps: Wraps;
}

export const keyCollection: CollectionDefinition<StoredKey> = {
  name: 'keys',
  schemaVersion: 1,
  indexes: [{ fields: ['scope', 'number'], unique: true }],
};

/** A scope whose keys were destroyed, by its name. */
interface ShreddedScope {
  readonly id: string;
}

/** What belongs to a scope whose keys were destroyed cannot be read or written any more. */
export class ScopeShredded extends Error {
  constructor(scope: string) {
    super(`The keys of ${scope} were destroyed when it was deleted.`);
    this.name = 'ScopeShredded';
  }
}

/** The master key given is not the one that the data was sealed with. */
export class WrongMasterKey extends Error {
  constructor(given: string, known: string) {
    super(
      `The master key (fingerprint ${given}) is not the one of this data (${known}): set BUCKLE_MASTER_KEY, ` +
        'or put back the master.key file, that this data was written with.',
    );
    this.name = 'WrongMasterKey';
  }
}

/** No master key is given for data that was sealed under one. */
export class MasterKeyMissing extends Error {
  constructor(known: string) {
    super(
      `The master.key file of this data (fingerprint ${known}) is missing: put your copy of it back into the data folder, ` +
        'or set BUCKLE_MASTER_KEY to that key. To begin anew, choose an empty BUCKLE_DATA_DIR (and an empty database).',
    );
    this.name = 'MasterKeyMissing';
  }
}

/** The keys of one scope, ready for use. */
export class ScopeKeys {
  readonly #sealer: Sealer;
  readonly #openers = new Map<number, Opener>();

  constructor(keys: readonly [DataKey, ...DataKey[]]) {
    const newest = keys.reduce((a, b) => (b.number > a.number ? b : a));
    this.#sealer = new Sealer(newest);
    for (const key of keys) this.#openers.set(key.number, new Opener(key));
  }

  /** Seals under the newest key; `place` says where the value stands, so that it cannot be moved. */
  seal(plain: string | Uint8Array, place: string): Buffer {
    return this.#sealer.seal(plain, place);
  }

  /** The opener for a sealed value, if its key is known here. */
  openerOf(sealed: Buffer): Opener | undefined {
    return this.#openers.get(keyNumberOf(sealed));
  }
}

/**
 * The keys of an installation: a master key, which is never stored, wraps a data key for each scope
 * (a workspace, or the instance) and the instance's named secrets. Rotating a scope adds a key and
 * leaves the data as it is; rotating the master key wraps all of them anew.
 */
export class Keyring {
  readonly #keys: Collection<StoredKey>;
  readonly #shredded: Collection<ShreddedScope>;
  readonly #scopes = new Map<string, ScopeKeys>();
  readonly #secrets = new Map<string, Buffer>();
  #master: KeyWrapper;
  /** The master key that is being rotated to: keys that are made meanwhile are wrapped under it too. */
  #added: KeyWrapper | undefined;
  readonly #creating = new Set<Promise<StoredKey>>();

  private constructor(keys: Collection<StoredKey>, shredded: Collection<ShreddedScope>, master: Buffer) {
    this.#keys = keys;
    this.#shredded = shredded;
    this.#master = new KeyWrapper(master);
  }

  /** Opens the keys of an installation. Throws `WrongMasterKey` where they are another master key's. */
  static async open(documents: Documents, master: Buffer): Promise<Keyring> {
    const keyring = new Keyring(await documents.collection(keyCollection), await openShredded(documents), master);
    await keyring.secret('installation');
    return keyring;
  }

  /**
   * Makes the keys of a new installation; `keep` keeps its master key, before anything is sealed under
   * that. Throws `MasterKeyMissing`, and makes nothing, where there are keys, which another one opens.
   */
  static async create(documents: Documents, master: Buffer, keep: () => Promise<void>): Promise<Keyring> {
    const keys = await documents.collection(keyCollection);
    const { items } = await keys.find({ limit: 1 });
    if (items[0]) throw new MasterKeyMissing(fingerprintsOf(items[0]));
    await keep();
    const keyring = new Keyring(keys, await openShredded(documents), master);
    await keyring.secret('installation');
    return keyring;
  }

  /** Says which master key is in use, and nothing about it. */
  get fingerprint(): string {
    return this.#master.fingerprint;
  }

  /** The fingerprints of the master keys that open all that is sealed: more than one while the master key is rotated. */
  async fingerprints(): Promise<string[]> {
    let common: string[] | undefined;
    let after: string | undefined;
    do {
      const page = await this.#keys.find({ limit: 1000, ...(after === undefined ? {} : { after }) });
      for (const { wraps } of page.items) common = Object.keys(wraps).filter((one) => common?.includes(one) !== false);
      after = page.next;
    } while (after !== undefined);
    return common ?? [this.fingerprint];
  }

  /** The keys of a scope if they are loaded, so that a hot path need not wait. */
  loaded(scope: string): ScopeKeys | undefined {
    return this.#scopes.get(scope);
  }

  /** The keys of a scope, whose first is made where there is none. Throws `ScopeShredded`. */
  async keys(scope: string): Promise<ScopeKeys> {
    return this.#scopes.get(scope) ?? (await this.#load(scope));
  }

  /** Opens a sealed value. Throws `SealBroken`. */
  async open(scope: string, sealed: Buffer, place: string): Promise<Buffer> {
    // Another process may have rotated the scope since it was loaded here.
    const opener = (await this.keys(scope)).openerOf(sealed) ?? (await this.#load(scope)).openerOf(sealed);
    if (!opener) throw new SealBroken(`key ${keyNumberOf(sealed)} of its scope is gone`);
    return opener.open(sealed, place);
  }

  /** A secret of the instance by name: 32 random bytes, made at first use and kept for good. */
  async secret(name: string): Promise<Buffer> {
    const known = this.#secrets.get(name);
    if (known) return known;
    const scope = `secret:${name}`;
    const stored = (await this.#keys.get(keyId(scope, 1))) ?? (await this.#create(scope, 1));
    const secret = this.#unwrap(stored);
    this.#secrets.set(name, secret);
    return secret;
  }

  /** Gives a scope a new key, under which everything is sealed from now on. Returns its number. */
  async rotate(scope: string): Promise<number> {
    const { items } = await this.#keys.find({ where: { scope }, sort: 'number', descending: true, limit: 1 });
    const created = await this.#create(scope, (items[0]?.number ?? 0) + 1);
    await this.#load(scope);
    return created.number;
  }

  /**
   * Destroys the keys of a scope for good: what was sealed under them cannot be opened any more, and no
   * key is made for it again. Processes that have the keys in memory keep them until they end.
   */
  async shred(scope: string): Promise<void> {
    await this.#shredded.ensure({ id: scope });
    this.#scopes.delete(scope);
    await removeAll(this.#keys, { where: { scope }, sort: 'number' });
  }

  /** Lets one further master key open everything, and none but it and the present one. Safe to repeat after a kill. */
  async addMaster(master: Buffer): Promise<void> {
    const added = new KeyWrapper(master);
    this.#added = added;
    await this.#wrapAnew((wraps) => wraps[added.fingerprint] !== undefined);
  }

  /** Uses another master key, already added, and takes away what every other could open. Safe to repeat after a kill. */
  async moveToMaster(master: Buffer): Promise<void> {
    this.#master = new KeyWrapper(master);
    this.#added = undefined;
    await this.#wrapAnew((wraps) => Object.keys(wraps).length === 1);
  }

  /** Wraps every key that `isDone` does not accept under the master keys that are in use now. */
  async #wrapAnew(isDone: (wraps: Wraps) => boolean): Promise<void> {
    // Keys that are just being made are wrapped as it was before.
    await Promise.allSettled(this.#creating);
    let after: string | undefined;
    do {
      const page = await this.#keys.find({ limit: 500, ...(after ? { after } : {}) });
      for (const stored of page.items) {
        const secret = this.#unwrap(stored);
        if (!isDone(stored.wraps)) await this.#keys.update(stored.id, { set: { wraps: this.#wraps(stored.id, secret) } });
      }
      after = page.next;
    } while (after);
  }

  async #load(scope: string): Promise<ScopeKeys> {
    const { items } = await this.#keys.find({ where: { scope }, sort: 'number', limit: 1000 });
    if (items.length === 0 && (await this.#shredded.get(scope))) throw new ScopeShredded(scope);
    const stored = items.length > 0 ? items : [await this.#create(scope, 1)];
    const [first, ...others] = stored.map((key) => ({ number: key.number, secret: this.#unwrap(key) }));
    if (!first) throw new Error(`The scope ${scope} has no key.`);
    const keys = new ScopeKeys([first, ...others]);
    this.#scopes.set(scope, keys);
    return keys;
  }

  /** Makes a key; where another process was faster, returns the one that it made. */
  async #create(scope: string, number: number): Promise<StoredKey> {
    const id = keyId(scope, number);
    const creating = this.#keys.insert({ id, scope, number, wraps: this.#wraps(id, randomBytes(KEY_BYTES)) });
    this.#creating.add(creating);
    try {
      return await creating;
    } catch (error) {
      if (!(error instanceof UniqueConflict)) throw error;
      const made = await this.#keys.get(id);
      if (!made) throw error;
      return made;
    } finally {
      this.#creating.delete(creating);
    }
  }

  #wraps(id: string, secret: Buffer): Wraps {
    const own = { [this.fingerprint]: this.#master.wrap(id, secret) };
    return this.#added ? { ...own, [this.#added.fingerprint]: this.#added.wrap(id, secret) } : own;
  }

  /** Throws `WrongMasterKey`. */
  #unwrap(stored: StoredKey): Buffer {
    const secret = this.#master.unwrap(stored.id, stored.wraps);
    if (!secret) throw new WrongMasterKey(this.fingerprint, fingerprintsOf(stored));
    return secret;
  }
}

function openShredded(documents: Documents): Promise<Collection<ShreddedScope>> {
  return documents.collection<ShreddedScope>({ name: 'shredded_scopes', schemaVersion: 1, indexes: [] });
}

/** The fingerprints of the master keys that open a key. */
function fingerprintsOf({ wraps }: StoredKey): string {
  return Object.keys(wraps).join(', ');
}

function keyId(scope: string, number: number): string {
  return `${scope}:${number}`;
}
