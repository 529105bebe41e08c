import { createHash, randomBytes } from 'node:crypto';
import { type Collection, type Documents, type Read, RevisionConflict, UniqueConflict } from '#data/documents/port.ts';
import { type DataKey, keyNumberOf, Opener, SealBroken, Sealer } from './seal.ts';

/** The scope of keys for what belongs to no workspace. */
export const INSTANCE_SCOPE = 'instance';

const KEY_BYTES = 32;

/** A key as it is stored: wrapped under each master key that may open it, by that key's fingerprint. */
interface StoredKey {
  readonly id: string;
  readonly scope: string;
  readonly number: number;
  readonly wraps: Readonly<Record<string, string>>;
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
  readonly #scopes = new Map<string, ScopeKeys>();
  readonly #secrets = new Map<string, Buffer>();
  #master: DataKey;
  #fingerprint: string;

  private constructor(keys: Collection<StoredKey>, master: Buffer) {
    this.#keys = keys;
    this.#master = { number: 0, secret: master };
    this.#fingerprint = fingerprintOf(master);
  }

  /** Opens the keys of an installation. Throws `WrongMasterKey` where they are another master key's. */
  static async open(documents: Documents, master: Buffer): Promise<Keyring> {
    const keys = await documents.collection<StoredKey>({
      name: 'keys',
      schemaVersion: 1,
      indexes: [{ fields: ['scope', 'number'], unique: true }],
    });
    const keyring = new Keyring(keys, master);
    await keyring.secret('installation');
    return keyring;
  }

  /** The first half of a hash of the master key: says which one it is, and nothing about it. */
  get fingerprint(): string {
    return this.#fingerprint;
  }

  /** The keys of a scope if they are loaded, so that a hot path need not wait. */
  loaded(scope: string): ScopeKeys | undefined {
    return this.#scopes.get(scope);
  }

  /** The keys of a scope, whose first is made where there is none. */
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

  /** Lets one further master key open everything, and none but it and the present one. Safe to repeat after a kill. */
  async addMaster(master: Buffer): Promise<void> {
    const added: DataKey = { number: 0, secret: master };
    const fingerprint = fingerprintOf(master);
    await this.#changeWraps((stored) => {
      const own = stored.wraps[this.#fingerprint];
      if (!own) throw this.#wrongMaster(stored);
      if (stored.wraps[fingerprint]) return undefined;
      return { [this.#fingerprint]: own, [fingerprint]: wrap(added, stored.id, this.#unwrap(stored)) };
    });
  }

  /** Uses another master key, already added, and takes away what every other could open. */
  async moveToMaster(master: Buffer): Promise<void> {
    const fingerprint = fingerprintOf(master);
    this.#master = { number: 0, secret: master };
    this.#fingerprint = fingerprint;
    await this.#changeWraps((stored) => {
      const own = stored.wraps[fingerprint];
      if (!own) throw this.#wrongMaster(stored);
      return Object.keys(stored.wraps).length > 1 ? { [fingerprint]: own } : undefined;
    });
  }

  async #changeWraps(change: (stored: StoredKey) => StoredKey['wraps'] | undefined): Promise<void> {
    let after: string | undefined;
    do {
      const page = await this.#keys.find({ limit: 500, ...(after ? { after } : {}) });
      for (const stored of page.items) await this.#changeWrapsOf(stored, change);
      after = page.next;
    } while (after);
  }

  async #changeWrapsOf(stored: Read<StoredKey>, change: (stored: StoredKey) => StoredKey['wraps'] | undefined): Promise<void> {
    const wraps = change(stored);
    if (!wraps) return;
    try {
      await this.#keys.update(stored.id, { set: { wraps } }, { revision: stored.revision });
    } catch (error) {
      if (!(error instanceof RevisionConflict)) throw error;
      const fresh = await this.#keys.get(stored.id);
      if (fresh) await this.#changeWrapsOf(fresh, change);
    }
  }

  async #load(scope: string): Promise<ScopeKeys> {
    const { items } = await this.#keys.find({ where: { scope }, sort: 'number', limit: 1000 });
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
    const wraps = { [this.#fingerprint]: wrap(this.#master, id, randomBytes(KEY_BYTES)) };
    try {
      return await this.#keys.insert({ id, scope, number, wraps });
    } catch (error) {
      if (!(error instanceof UniqueConflict)) throw error;
      const made = await this.#keys.get(id);
      if (!made) throw error;
      return made;
    }
  }

  #unwrap(stored: StoredKey): Buffer {
    const wrapped = stored.wraps[this.#fingerprint];
    if (!wrapped) throw this.#wrongMaster(stored);
    return new Opener(this.#master).open(Buffer.from(wrapped, 'base64'), stored.id);
  }

  #wrongMaster(stored: StoredKey): WrongMasterKey {
    return new WrongMasterKey(this.#fingerprint, Object.keys(stored.wraps).join(', '));
  }
}

function keyId(scope: string, number: number): string {
  return `${scope}:${number}`;
}

function wrap(master: DataKey, id: string, secret: Buffer): string {
  return new Sealer(master).seal(secret, id).toString('base64');
}

function fingerprintOf(master: Buffer): string {
  return createHash('sha256').update('buckle master key').update(master).digest('hex').slice(0, 16);
}
