import { expect, it } from 'vitest';
import { commandOf, type Pressed } from './keyboard.ts';

const press = (key: string, held: Partial<Pressed> = {}) => commandOf({ key, ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...held });

it.each([
  ['z', { ctrlKey: true }, 'undo'],
  ['z', { metaKey: true }, 'undo'],
  ['Z', { ctrlKey: true, shiftKey: true }, 'redo'],
  ['y', { ctrlKey: true }, 'redo'],
  ['d', { metaKey: true }, 'duplicate'],
  ['Delete', {}, 'remove'],
  ['Backspace', {}, 'remove'],
  ['?', { shiftKey: true }, 'help'],
  ['ArrowLeft', {}, { moveX: -10, moveY: 0 }],
  ['ArrowDown', { shiftKey: true }, { moveX: 0, moveY: 50 }],
  // Copying is the browser's: it comes as an event of the clipboard.
  ['c', { ctrlKey: true }, undefined],
  ['n', { ctrlKey: true }, undefined],
  ['n', { altKey: true }, undefined],
])('the key %s with %j asks for %j', (key, held, command) => {
  expect(press(key, held)).toEqual(command);
});
