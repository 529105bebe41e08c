import { type RefObject, useEffect } from 'react';
import { type Command, commandOf } from './keyboard.ts';

/** What the editor does when it is asked by keys or by the clipboard. */
export interface KeyActions {
  /** Says whether it did something; else the key goes on to what has the focus. */
  readonly run: (command: Command) => boolean;
  /** The text of what is selected; undefined where nothing can be copied. */
  readonly copy: () => string | undefined;
  readonly cut: () => void;
  readonly paste: (text: string) => void;
}

/** Keys that a button, a link or a list has uses of its own for. */
const own = new Set(['Enter', 'Escape', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']);

/** Listens for the keys of the canvas wherever nothing is being typed. `actions` may change at each drawing. */
export function useKeys(root: RefObject<HTMLElement | null>, canvas: string, actions: RefObject<KeyActions>): void {
  useEffect(() => {
    const isHere = (target: EventTarget | null): target is HTMLElement =>
      target instanceof HTMLElement && !isTyping(target) && (target === document.body || root.current?.contains(target) === true) && document.querySelector('[role=dialog]') === null;
    const press = (event: KeyboardEvent): void => {
      const { target } = event;
      if (event.defaultPrevented || event.isComposing || !isHere(target)) return;
      const isOnCanvas = target === document.body || target.closest(canvas) !== null;
      // A line is selected by Enter, by React Flow.
      const isButton = target.closest('button, a, [role=menu], .react-flow__edge') !== null;
      const command = commandOf(event);
      if (command === undefined || (own.has(event.key) && (!isOnCanvas || (isButton && event.key !== 'Escape')))) return;
      // What needs no other key is of the canvas alone, so that a panel can have letters of its own.
      if (!isOnCanvas && !event.ctrlKey && !event.metaKey && event.key !== '?') return;
      if (!actions.current.run(command)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    const clip = (event: ClipboardEvent): void => {
      if (!isHere(event.target) || (event.type !== 'paste' && window.getSelection()?.isCollapsed === false)) return;
      if (event.type === 'paste') {
        actions.current.paste(event.clipboardData?.getData('text/plain') ?? '');
      } else {
        const text = actions.current.copy();
        if (text === undefined) return;
        event.clipboardData?.setData('text/plain', text);
        if (event.type === 'cut') actions.current.cut();
      }
      event.preventDefault();
    };
    // Before React Flow, which has uses of its own for some keys.
    window.addEventListener('keydown', press, true);
    for (const name of ['copy', 'cut', 'paste'] as const) document.addEventListener(name, clip);
    return () => {
      window.removeEventListener('keydown', press, true);
      for (const name of ['copy', 'cut', 'paste'] as const) document.removeEventListener(name, clip);
    };
  }, [root, canvas, actions]);
}

function isTyping(target: HTMLElement): boolean {
  return target.isContentEditable || target.closest('input, textarea, select, [role=textbox]') !== null;
}
