import { isIP, type LookupFunction } from 'node:net';
import { callbackify } from 'node:util';
import { buildConnector } from 'undici';
import type { Guard } from './guard.ts';

/**
 * Opens the sockets of undici's clients. The guard answers the socket's own look-up, so the socket
 * connects to the very addresses that were checked: nothing is resolved a second time.
 *
 * @param timeout milliseconds until a connection must stand
 */
export function guardedConnector(guard: Guard, timeout: number): buildConnector.connector {
  const check = callbackify((host: string, port: number) => guard.target(host, port));

  const lookupFor = (port: number): LookupFunction => (host, options, callback) => {
    check(host, port, (error, target) => {
      const [first] = target?.addresses ?? [];
      if (error || !first) callback(error ?? unknownHost(host), '');
      else if (options.all) callback(null, [...target.addresses]);
      else callback(null, first.address, first.family);
    });
  };

  // One connector a port: it remembers TLS sessions, and its look-up knows the port.
  const connectors = new Map<number, buildConnector.connector>();
  const connectorFor = (port: number): buildConnector.connector => {
    const known = connectors.get(port);
    if (known) return known;
    // HTTP/1.1 alone: with a socket for each call, a cancel closes it at once.
    const connector = buildConnector({ timeout, allowH2: false, port, lookup: lookupFor(port) });
    connectors.set(port, connector);
    return connector;
  };

  return (connection, callback) => {
    const port = Number(connection.port) || (connection.protocol === 'https:' ? 443 : 80);
    const connect = connectorFor(port);
    if (isIP(connection.hostname) === 0) {
      connect(connection, callback);
      return;
    }
    // A socket looks up names, but no addresses.
    check(connection.hostname, port, (error) => {
      if (error) callback(error, null);
      else connect(connection, callback);
    });
  };
}

function unknownHost(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} has no address.`), { code: 'ENOTFOUND' });
}
