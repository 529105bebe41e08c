import ipaddr from 'ipaddr.js';

/** What an address is, as a refusal names it; `public` is the only kind that is reached without leave. */
export type AddressKind =
  | 'public'
  | 'loopback'
  | 'private'
  | 'link-local'
  | 'metadata'
  | 'carrier-grade NAT'
  | 'multicast'
  | 'translated'
  | 'reserved';

/** Addresses by which clouds hand credentials to their machines, wherever they lie. */
const METADATA = new Set(['169.254.169.254', '169.254.170.2', '100.100.100.200', '168.63.129.16', 'fd00:ec2::254']);

const KIND_OF_RANGE: Readonly<Record<string, AddressKind>> = {
  loopback: 'loopback',
  private: 'private',
  uniqueLocal: 'private',
  deprecatedSiteLocal: 'private',
  linkLocal: 'link-local',
  carrierGradeNat: 'carrier-grade NAT',
  multicast: 'multicast',
  broadcast: 'multicast',
  rfc6052: 'translated',
  rfc6145: 'translated',
  '6to4': 'translated',
  teredo: 'translated',
};

/** All addresses of IPv6 that are given out to the internet. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * The kind of an IPv4 or IPv6 address. An IPv4 address mapped into IPv6 is what it maps; every other
 * way of carrying IPv4 in IPv6 is `translated`, because it may lead anywhere. Throws on what is no address.
 */
export function addressKind(text: string): AddressKind {
  const address = parseAddress(text);
  if (METADATA.has(address.toString())) return 'metadata';
  const range = address.range();
  if (range === 'unicast') {
    if (address instanceof ipaddr.IPv6 && !address.match(GLOBAL_UNICAST)) return 'reserved';
    return 'public';
  }
  return KIND_OF_RANGE[range] ?? 'reserved';
}

/** Parses an address; one of IPv4 mapped into IPv6 becomes the IPv4 address. */
export function parseAddress(text: string): ipaddr.IPv4 | ipaddr.IPv6 {
  return ipaddr.process(text);
}
