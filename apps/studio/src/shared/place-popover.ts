import type { ToggleEvent } from 'react';

/** The room between a button and what it opens, in pixels. */
const GAP = 4;

/** Puts a popover at the side of its button that has more room, before it opens. */
export function placePopover({ currentTarget: menu, newState }: ToggleEvent<HTMLElement>): void {
  const button = document.querySelector(`[popovertarget="${menu.id}"]`)?.getBoundingClientRect();
  if (newState !== 'open' || !button) return;
  const { clientWidth: width, clientHeight: height } = document.documentElement;
  const isAbove = button.top > height - button.bottom;
  const isAtEnd = button.left > width - button.right;
  menu.style.top = isAbove ? 'auto' : `${button.bottom + GAP}px`;
  menu.style.bottom = isAbove ? `${height - button.top + GAP}px` : 'auto';
  menu.style.left = isAtEnd ? 'auto' : `${button.left}px`;
  menu.style.right = isAtEnd ? `${width - button.right}px` : 'auto';
  menu.style.minWidth = `${Math.max(button.width, 160)}px`;
  menu.style.maxHeight = `${(isAbove ? button.top : height - button.bottom) - 3 * GAP}px`;
}
