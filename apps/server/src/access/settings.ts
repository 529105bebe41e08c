/** What an operator can set about the access floor. */
export interface GatewaySettings {
  /** The address to listen on. */
  readonly host: string;
  /** The port to listen on; 0 takes a free one. */
  readonly port: number;
  /** Where users reach the server, such as `https://buckle.example.com`. */
  readonly publicUrl?: string;
  /** Further names, without ports, that a `Host` header may carry. */
  readonly allowedHosts: readonly string[];
  /** Addresses and CIDRs of the proxies whose `X-Forwarded-*` headers are believed. */
  readonly trustedProxies: readonly string[];
  /** PEM files; with them the server speaks HTTPS. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  /** The cookie that carries a session's access token. */
  readonly accessCookie: string;
  /** The largest JSON body, in bytes. */
  readonly maxBodyBytes: number;
  /** The largest uploaded file, in bytes. */
  readonly maxFileBytes: number;
  /** How long a body may take to arrive, and an upload may rest between two pieces, in milliseconds. */
  readonly bodyTimeout: number;
  /** Requests a second that one credential, or one address without any, may make; 0 sets no limit. */
  readonly requestsPerSecond: number;
  /** The bearer token that reads `/metrics`; without it only callers on this machine may. */
  readonly metricsToken?: string;
  /** The folder of the built studio. */
  readonly studioFolder?: string;
  /** The origin of a CDN that passes the studio's files on from this server. */
  readonly assetsUrl?: string;
}

/** The settings of a fresh install. */
export const defaultGatewaySettings: GatewaySettings = {
  host: '127.0.0.1',
  port: 8787,
  allowedHosts: [],
  trustedProxies: [],
  accessCookie: 'buckle_access',
  maxBodyBytes: 10 * 1024 * 1024,
  maxFileBytes: 512 * 1024 * 1024,
  bodyTimeout: 30_000,
  requestsPerSecond: 0,
};
