/**
 * What the place of a node in a run is called to Coze's clients, who put it into an address as it stands:
 * the `#` and `/` of loops and called workflows would end or split the path there.
 */
export function nodeExecutionId(path: string): string {
  return Buffer.from(path).toString('base64url');
}
