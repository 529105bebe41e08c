/** The comparison of two states of a bot, for `lazy`: few visits of a bot's pages need it. */
export async function loadDifference() {
  return { default: (await import('./difference.tsx')).Difference };
}
