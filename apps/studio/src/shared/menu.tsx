import { type KeyboardEvent, type ReactNode, type ToggleEvent, useId, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import styles from './menu.module.css';
import { placePopover } from './place-popover.ts';

/** One entry of a menu. */
export interface MenuChoice {
  readonly key: string;
  readonly label: ReactNode;
  readonly icon?: ReactNode;
  readonly isDangerous?: boolean;
  readonly isDisabled?: boolean;
  /** Present where the menu shows which of several is chosen. */
  readonly isChosen?: boolean;
  readonly onChoose: () => void;
}

/** Entries that belong together; a line parts them from the next. */
export interface MenuSection {
  readonly key: string;
  readonly title?: string;
  readonly choices: readonly MenuChoice[];
}

/** What makes a button open its menu: spread it over a `<button>`. */
export interface MenuTrigger {
  readonly popoverTarget: string;
  readonly 'aria-haspopup': 'menu';
}

interface MenuProps {
  readonly sections: readonly MenuSection[];
  readonly trigger: (trigger: MenuTrigger) => ReactNode;
}

/**
 * A menu that a button opens, over everything else. The browser closes it and gives the focus back;
 * Ant Design's menu with its tree of entries would weigh as much as a page.
 *
 * @example
 * <Menu sections={…} trigger={(trigger) => <Button {...trigger}>More</Button>} />
 */
export function Menu({ sections, trigger }: MenuProps) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  const [isOpen, setIsOpen] = useState(false);
  const prepare = (event: ToggleEvent<HTMLElement>): void => {
    // At once: it is shown as soon as this returns.
    flushSync(() => setIsOpen(event.newState === 'open'));
    placePopover(event);
  };
  return (
    <>
      {trigger({ popoverTarget: id, 'aria-haspopup': 'menu' })}
      <div id={id} ref={menu} popover="auto" role="menu" className={styles['menu']} onBeforeToggle={prepare} onToggle={focusFirst} onKeyDown={move}>
        {isOpen &&
          sections.map(({ key, title, choices }) => (
            <div key={key} role="group" aria-label={title} className={styles['section']}>
              {title !== undefined && <p aria-hidden>{title}</p>}
              {choices.map((choice) => (
                <Choice key={choice.key} choice={choice} close={() => menu.current?.hidePopover()} />
              ))}
            </div>
          ))}
      </div>
    </>
  );
}

function Choice({ choice, close }: { readonly choice: MenuChoice; readonly close: () => void }) {
  const { label, icon, isDangerous = false, isDisabled = false, isChosen, onChoose } = choice;
  return (
    <button
      type="button"
      role={isChosen === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChosen}
      tabIndex={-1}
      disabled={isDisabled}
      className={isDangerous ? styles['dangerous'] : undefined}
      onClick={() => {
        close();
        onChoose();
      }}
    >
      {icon}
      {label}
    </button>
  );
}

function focusFirst({ currentTarget: menu, newState }: ToggleEvent<HTMLElement>): void {
  if (newState === 'open') choicesIn(menu).at(0)?.focus();
}

/** The arrows go through the entries, a letter to those that begin with it. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const menu = event.currentTarget;
  const choices = choicesIn(menu);
  const at = choices.findIndex((choice) => choice === document.activeElement);
  const next = nextOf(event.key, choices, at);
  if (event.key === 'Tab') menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

function nextOf(key: string, choices: readonly HTMLElement[], at: number): HTMLElement | undefined {
  if (key === 'ArrowDown') return choices.at((at + 1) % choices.length);
  if (key === 'ArrowUp') return choices.at(Math.max(at, 0) - 1);
  if (key === 'Home') return choices.at(0);
  if (key === 'End') return choices.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const following = [...choices.slice(at + 1), ...choices.slice(0, at + 1)];
  return following.find(({ textContent }) => textContent.toLowerCase().startsWith(key.toLowerCase()));
}

function choicesIn(menu: HTMLElement): HTMLElement[] {
  return [...menu.querySelectorAll<HTMLElement>('button:enabled')];
}
