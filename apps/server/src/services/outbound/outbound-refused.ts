import { BuckleError } from '#kernel/errors.ts';
import type { AddressKind } from './address-kind.ts';

/** The address is not public and nobody allowed it. 400, code 4000. */
export class OutboundRefused extends BuckleError {
  readonly host: string;
  readonly address: string;
  readonly kind: AddressKind;

  constructor(host: string, port: number, address: string, kind: AddressKind) {
    const what = host === address ? `The address ${address}` : `The address ${address} of the host ${host}`;
    const entry = address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
    super(
      400,
      4000,
      `${what} is not public (${kind}), so Buckle does not connect to it. To allow it, the operator adds ` +
        `${entry} to BUCKLE_OUTBOUND_ALLOW; for a model, an instance administrator can allow its address instead.`,
    );
    this.host = host;
    this.address = address;
    this.kind = kind;
  }
}
