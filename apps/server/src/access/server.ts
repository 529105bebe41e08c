import { readFile } from 'node:fs/promises';
import { createServer as createHttpServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https';

/** The contents of a PEM certificate and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Reads both files. Throws the error of the file system, which names the file. */
export async function readCertificate(files: { certFile: string; keyFile: string }): Promise<Certificate> {
  const [cert, key] = await Promise.all([readFile(files.certFile, 'utf8'), readFile(files.keyFile, 'utf8')]);
  return { cert, key };
}

/** Milliseconds. A request as a whole is bounded by the longest upload; bodies have a closer limit of their own. */
const timeouts: ServerOptions = {
  headersTimeout: 15_000,
  requestTimeout: 3_600_000,
  connectionsCheckingInterval: 5_000,
  // Longer than the 60 s for which proxies commonly keep theirs, so that they close first.
  keepAliveTimeout: 72_000,
};

/** An HTTP server, or an HTTPS one where there is a certificate. */
export function createServer(handler: RequestListener, certificate: Certificate | undefined): Server | HttpsServer {
  return certificate ? createHttpsServer({ ...timeouts, ...certificate }, handler) : createHttpServer(timeouts, handler);
}
