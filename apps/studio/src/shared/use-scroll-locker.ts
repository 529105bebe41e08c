import { useLayoutEffect } from 'react';

let holders = 0;

/**
 * Keeps the page from scrolling while `lock` is true, for as many holders as there are. It stands in
 * for a hook of Ant Design (see `build/scroll-locker.ts`), which asks for a default export.
 */
// oxlint-disable-next-line import/no-default-export
export default function useScrollLocker(lock?: boolean): void {
  useLayoutEffect(() => {
    if (!lock) return undefined;
    holders += 1;
    document.body.classList.add('scroll-locked');
    return () => {
      holders -= 1;
      if (holders === 0) document.body.classList.remove('scroll-locked');
    };
  }, [lock]);
}
