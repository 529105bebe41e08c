import { createPublicKey, generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { BadRequest } from '#kernel/errors.ts';
import type { ServiceKey } from './stores.ts';

const BITS = 2048;

/** How many keys a service can have: enough to go from one to the next. */
export const KEYS_AT_MOST = 3;

const makePair = promisify(generateKeyPair);

/** A key of a service; the private half only where it was made here. */
export interface NewServiceKey {
  readonly key: ServiceKey;
  /** PKCS #8 as PEM; shown once and not kept. */
  readonly privateKey?: string;
}

/** Takes the public key that is given, or makes a pair. Throws `BadRequest` for what is no RSA key of 2048 bits or more. */
export async function newServiceKey(publicPem: string | undefined, now: number): Promise<NewServiceKey> {
  if (publicPem !== undefined) return { key: await serviceKey(readPublicKey(publicPem), now) };
  const { publicKey, privateKey } = await makePair('rsa', { modulusLength: BITS });
  return {
    key: await serviceKey(publicKey, now),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function readPublicKey(pem: string): KeyObject {
  // A private key would be taken too, and its public half used; but nobody should send one.
  if (pem.includes('PRIVATE KEY')) throw new BadRequest('public_key: this is a private key, which nobody else should see. Send the public one.');
  const key = parse(pem);
  if (key?.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < BITS) {
    throw new BadRequest(`public_key: it must be the PEM of an RSA public key of ${BITS} bits or more ("-----BEGIN PUBLIC KEY-----").`);
  }
  return key;
}

function parse(pem: string): KeyObject | undefined {
  try {
    return createPublicKey(pem);
  } catch (error) {
    // Whatever OpenSSL has against it, the caller is told what is wanted.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

async function serviceKey(key: KeyObject, now: number): Promise<ServiceKey> {
  return {
    kid: await calculateJwkThumbprint(await exportJWK(key)),
    publicKey: key.export({ type: 'spki', format: 'pem' }).toString(),
    createdAt: now,
  };
}
