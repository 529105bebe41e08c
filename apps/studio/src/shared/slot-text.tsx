import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import styles from './slot-text.module.css';

/** A piece of a text: words, or a slot that is filled later; together the pieces are the text. */
export interface TextPart {
  readonly kind: 'plain' | 'known' | 'unknown';
  readonly text: string;
}

/** What completing replaces, and by what. */
export interface TextOffer {
  readonly from: number;
  readonly to: number;
  readonly choices: readonly { readonly text: string; readonly label: string; readonly note?: string }[];
}

interface SlotTextProps {
  /** What ties the field to its label and its problems. */
  readonly attributes: { readonly id?: string; readonly 'aria-label'?: string; readonly 'aria-invalid'?: boolean; readonly 'aria-describedby'?: string };
  readonly value: string;
  readonly rows: number;
  readonly placeholder?: string | undefined;
  readonly isReadOnly: boolean;
  readonly isCode?: boolean;
  readonly parts: readonly TextPart[];
  /** What may be written where the caret is; undefined where nothing is being written. */
  readonly offer: (text: string, caret: number) => TextOffer | undefined;
  /** What the offered things are. */
  readonly offerLabel: string;
  readonly onChange: (text: string) => void;
}

/**
 * A field for a text with slots: they are marked, and offered while one is being written. A copy of the
 * text lies behind the field, which marks them and makes the field as high as its text.
 */
export function SlotText({ attributes, value, rows, placeholder, isReadOnly, isCode = false, parts, offer, offerLabel, onChange }: SlotTextProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState<number>();
  const [at, setAt] = useState(0);

  const open = caret === undefined || isReadOnly ? undefined : offer(value, caret);
  const choices = open?.choices ?? [];
  const chosen = choices[Math.min(at, choices.length - 1)];
  const place = useCaretPlace(mirror, choices.length > 0 ? caret : undefined);

  const complete = (text: string): void => {
    const element = field.current;
    if (!element || open === undefined) return;
    element.focus();
    element.setSelectionRange(open.from, open.to);
    // The one way that leaves the browser's own undo in order; it also tells of the change.
    document.execCommand('insertText', false, text);
    setCaret(undefined);
  };
  const steer = (event: KeyboardEvent): void => {
    if (chosen === undefined || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((at + step + choices.length) % choices.length);
    else if (event.key === 'Enter' || event.key === 'Tab') complete(chosen.text);
    else if (event.key === 'Escape') setCaret(undefined);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={`${styles['prompt']} ${isCode ? styles['code'] : ''}`}>
      <div ref={mirror} className={styles['mirror']} aria-hidden="true">
        {parts.map(({ kind, text }, index) => (
          <span key={index} className={styles[kind]}>{text}</span>
        ))}
        {'\n'.repeat(Math.max(rows - value.split('\n').length, 0))}{' '}
      </div>
      <textarea
        {...attributes}
        ref={field}
        value={value}
        placeholder={placeholder}
        readOnly={isReadOnly}
        spellCheck={!isCode}
        aria-autocomplete="list"
        onChange={({ target }) => {
          onChange(target.value);
          setCaret(target.selectionEnd);
          setAt(0);
        }}
        onKeyDown={steer}
        onBlur={() => setCaret(undefined)}
      />
      {chosen !== undefined && place !== undefined && (
        <ul ref={(list) => void Object.assign(list?.style ?? {}, place)} className={styles['offer']} role="listbox" aria-label={offerLabel}>
          {choices.map((choice) => (
            <li key={choice.text} role="option" aria-selected={choice === chosen} onPointerDown={(event) => { event.preventDefault(); complete(choice.text); }}>
              {choice.label}
              {choice.note !== undefined && <small>{choice.note}</small>}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** Where the character before the caret ends, inside of the field. */
function useCaretPlace(mirror: RefObject<HTMLDivElement | null>, caret: number | undefined) {
  const [place, setPlace] = useState<{ readonly left: string; readonly top: string }>();
  useLayoutEffect(() => {
    const box = mirror.current;
    if (!box || caret === undefined || caret === 0) {
      setPlace(undefined);
      return;
    }
    const range = document.createRange();
    const walker = document.createTreeWalker(box, NodeFilter.SHOW_TEXT);
    let rest = caret;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = node.textContent?.length ?? 0;
      if (rest <= length) {
        range.setStart(node, rest - 1);
        range.setEnd(node, rest);
        break;
      }
      rest -= length;
    }
    const end = range.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    setPlace({ left: `${Math.min(end.right - frame.left, frame.width - 160)}px`, top: `${end.bottom - frame.top + 4}px` });
  }, [mirror, caret]);
  return place;
}
