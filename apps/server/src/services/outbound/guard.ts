import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { addressKind } from './address-kind.ts';
import { allows, hostName, type AllowRule } from './allow-list.ts';
import { OutboundRefused } from './outbound-refused.ts';

/** Resolves a host to all its addresses. Rejects with the system's error (`ENOTFOUND` and its like). */
export type Resolve = (host: string) => Promise<readonly LookupAddress[]>;

/** What the guard let through. */
export interface Target {
  /** The addresses that may be connected to: at least one. */
  readonly addresses: readonly LookupAddress[];
  /** Whether every one of them is public; the others are reached because a rule allows it. */
  readonly public: boolean;
}

/** Asks the machine's resolver. */
export const systemResolve: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, addresses) => (error ? reject(error) : resolve(addresses)));
  });

/** Decides which addresses may be connected to. */
export class Guard {
  readonly #rules: readonly AllowRule[];
  readonly #resolve: Resolve;

  constructor(rules: readonly AllowRule[], resolve: Resolve) {
    this.#rules = rules;
    this.#resolve = resolve;
  }

  /** A guard that also allows `rule`. */
  with(rule: AllowRule): Guard {
    return new Guard([...this.#rules, rule], this.#resolve);
  }

  /**
   * Resolves a host once and keeps the addresses that may be connected to. Throws `OutboundRefused`
   * if there are none, and whatever the resolver throws.
   */
  async target(hostAsWritten: string, port: number): Promise<Target> {
    const host = hostName(hostAsWritten);
    const family = isIP(host);
    const resolved = family === 0 ? await this.#resolve(host) : [{ address: host, family }];
    const addresses = resolved.filter(({ address }) => this.#may(host, port, address));
    const refused = resolved[0];
    if (addresses.length === 0 && refused) {
      throw new OutboundRefused(host, port, refused.address, addressKind(refused.address));
    }
    return { addresses, public: addresses.every(({ address }) => addressKind(address) === 'public') };
  }

  #may(host: string, port: number, address: string): boolean {
    return addressKind(address) === 'public' || allows(this.#rules, host, port, address);
  }
}
