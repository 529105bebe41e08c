import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { parseAddress } from './address-kind.ts';

/** One thing that may be reached although it is not public: a range of addresses, or a host by name. */
export type AllowRule =
  | { readonly type: 'range'; readonly base: ipaddr.IPv4 | ipaddr.IPv6; readonly prefix: number }
  | { readonly type: 'host'; readonly host: string; readonly port?: number };

/** A list of rules as the operator writes it: separated by commas or white space. Throws on a malformed one. */
export function parseAllowList(text: string): AllowRule[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '').map(parseAllowRule);
}

/**
 * One rule: a CIDR (`10.0.0.0/8`), an address (`10.1.2.3`), a host (`gpu.internal`), or an address or
 * a host with one port (`127.0.0.1:11434`, `[::1]:11434`). Throws an `Error` that names a malformed one.
 */
export function parseAllowRule(entry: string): AllowRule {
  if (entry.includes('/')) {
    if (!ipaddr.isValidCIDR(entry)) throw malformed(entry);
    const [base, prefix] = ipaddr.parseCIDR(entry);
    return { type: 'range', base, prefix };
  }
  if (isIP(entry) !== 0) {
    const base = parseAddress(entry);
    return { type: 'range', base, prefix: base.kind() === 'ipv4' ? 32 : 128 };
  }
  const url = URL.parse(`http://${entry}`);
  if (!url || url.pathname !== '/' || url.username || url.search || url.hash || /[^\w.:[\]-]/.test(entry)) {
    throw malformed(entry);
  }
  // The parser drops port 80, because that is http's own.
  const port = /:(\d+)$/.exec(entry)?.[1];
  return { type: 'host', host: hostName(url.hostname), ...(port === undefined ? {} : { port: Number(port) }) };
}

/** Whether rules allow an address that a host resolved to, at a port. */
export function allows(rules: readonly AllowRule[], host: string, port: number, address: string): boolean {
  const parsed = parseAddress(address);
  return rules.some((rule) => {
    if (rule.type === 'range') return parsed.kind() === rule.base.kind() && parsed.match(rule.base, rule.prefix);
    return rule.host === host && (rule.port === undefined || rule.port === port);
  });
}

/** A host in the one way of writing that is compared: lower case, no brackets, no final dot. */
export function hostName(host: string): string {
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  return bare.toLowerCase().replace(/\.$/, '');
}

/** The port that a URL leads to. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port);
  return url.protocol === 'https:' ? 443 : 80;
}

function malformed(entry: string): Error {
  return new Error(`${JSON.stringify(entry)} is neither a CIDR (10.0.0.0/8), an address nor a host with or without a port.`);
}
