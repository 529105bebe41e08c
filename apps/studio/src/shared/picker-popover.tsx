import { type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { placePopover } from './place-popover.ts';
import styles from './picker.module.css';

/** What makes a button open its list: spread it over a `<button>`. */
export interface PickerTrigger {
  readonly popoverTarget: string;
  readonly 'aria-haspopup': 'dialog';
}

interface PickerPopoverProps {
  /** What is chosen. */
  readonly label: string;
  readonly trigger: (trigger: PickerTrigger) => ReactNode;
  /** The list, which begins with the field that searches it; there while it is open. */
  readonly children: (close: () => void) => ReactNode;
}

/** A list to choose from that a button opens, over everything else. The browser closes it and gives the focus back. */
export function PickerPopover({ label, trigger, children }: PickerPopoverProps) {
  const id = useId();
  const popover = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const prepare = (event: ToggleEvent<HTMLElement>): void => {
    // At once: it is shown as soon as this returns. What closes keeps its list until the browser has given the focus back.
    if (event.newState === 'open') flushSync(() => setIsOpen(true));
    placePopover(event);
  };
  return (
    <>
      {trigger({ popoverTarget: id, 'aria-haspopup': 'dialog' })}
      <div
        id={id}
        ref={popover}
        popover="auto"
        role="dialog"
        aria-label={label}
        className={styles['popover']}
        onBeforeToggle={prepare}
        onToggle={({ currentTarget, newState }) => {
          if (newState === 'open') currentTarget.querySelector('input')?.focus();
          else setIsOpen(false);
        }}
        // What is typed here is no command of what is below, as a canvas.
        onKeyDown={(event) => event.stopPropagation()}
      >
        {isOpen && children(() => popover.current?.hidePopover())}
      </div>
    </>
  );
}
