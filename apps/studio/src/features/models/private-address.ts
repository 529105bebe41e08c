/** Names and numbers of machines that only a network of one's own reaches. */
const patterns = [
  /^localhost$/, /\.localhost$/, /\.(local|lan|internal|home|home\.arpa)$/,
  /^(127|10)(\.\d+){3}$/, /^(192\.168|169\.254)(\.\d+){2}$/, /^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/, /^0\.0\.0\.0$/,
  /^\[(::1|::|f[cd][0-9a-f]{2}:.*|fe80:.*)\]$/,
];

/**
 * Whether an address is plainly one of a private network, so that the page can say at once what the
 * server would refuse. The server alone decides: it looks at what the name stands for.
 */
export function looksPrivate(address: string): boolean {
  const hostname = URL.parse(address.trim())?.hostname ?? '';
  return hostname !== '' && (patterns.some((pattern) => pattern.test(hostname)) || !/[.:]/.test(hostname));
}
