/** A path of this instance as a link that can be sent to somebody. */
export function absoluteLink(path: string): string {
  return new URL(path, window.location.origin).href;
}
