/** What changes nothing, so that everybody may. */
export type Looking = 'open' | 'leave' | 'all' | 'fit' | 'zoomIn' | 'zoomOut' | 'help';
/** What changes the document. */
export type Editing = 'add' | 'remove' | 'undo' | 'redo' | 'duplicate' | 'save';

/** What a key does on the canvas. */
export type Command = Looking | Editing | { readonly moveX: number; readonly moveY: number };

/** A key that was pressed, as browsers tell it. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const STEP = 10;
const LARGE_STEP = 50;

const arrows: Readonly<Record<string, readonly [x: number, y: number]>> = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
};

const withControl: Readonly<Record<string, Command>> = { d: 'duplicate', a: 'all', s: 'save', y: 'redo' };

const alone: Readonly<Record<string, Command>> = {
  Enter: 'open', Escape: 'leave', Delete: 'remove', Backspace: 'remove', n: 'add', f: 'fit', '+': 'zoomIn', '=': 'zoomIn', '-': 'zoomOut', '?': 'help',
};

/** What a key asks for; undefined where it is none of the canvas's. Copying and pasting come as events of the clipboard. */
export function commandOf({ key, ctrlKey, metaKey, shiftKey, altKey }: Pressed): Command | undefined {
  if (altKey) return undefined;
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if (ctrlKey || metaKey) {
    if (letter === 'z') return shiftKey ? 'redo' : 'undo';
    return shiftKey ? undefined : withControl[letter];
  }
  const arrow = arrows[key];
  if (arrow === undefined) return alone[letter];
  const step = shiftKey ? LARGE_STEP : STEP;
  return { moveX: arrow[0] * step, moveY: arrow[1] * step };
}
