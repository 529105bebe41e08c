import { useEffect, useState } from 'react';

/** How often what goes on is looked at, in milliseconds. */
const LOOK_AGAIN = 1_000;
/** So long after something was begun it is looked for, in milliseconds: it may take a moment to show. */
const BEGINNING = 10_000;

/** Between which moments something is read anew, in milliseconds; 0 while nothing goes on. `begun` says that something will. */
export function useLooking(goesOn: boolean): { readonly interval: number; readonly begun: () => void } {
  const [beginnings, setBeginnings] = useState(0);
  useEffect(() => {
    if (beginnings === 0) return;
    const timer = setTimeout(() => setBeginnings(0), BEGINNING);
    return () => clearTimeout(timer);
  }, [beginnings]);
  return { interval: goesOn || beginnings > 0 ? LOOK_AGAIN : 0, begun: () => setBeginnings((count) => count + 1) };
}
