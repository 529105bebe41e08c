/** Marks what stands there while the page does not. */
export const waiting = { 'data-waiting': true } as const;

/** Takes away what the server has drawn of the page, as soon as the page itself stands in `root`. */
export function endFirstSight(root: Element): void {
  const sight = document.querySelector('#first-sight');
  if (!sight) return;
  const observer = new MutationObserver(() => {
    if (root.childElementCount === 0 || root.querySelector('[data-waiting]')) return;
    observer.disconnect();
    sight.remove();
  });
  observer.observe(root, { childList: true, subtree: true });
}
