import { type KeyboardEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useEditing } from './editing.ts';
import { Field } from './field.tsx';
import styles from './prompt-field.module.css';
import { openName, partsOfPrompt } from './prompt-text.ts';

interface PromptFieldProps {
  readonly label: string;
  readonly path: string;
  readonly value: string;
  readonly rows: number;
  readonly placeholder?: string;
  readonly onChange: (text: string) => void;
}

/**
 * A field for a prompt: `{{variables}}` are marked, and offered while one is being written. A copy of
 * the text lies behind the field, which marks them and makes the field as high as its text.
 */
export function PromptField({ label, path, value, rows, placeholder, onChange }: PromptFieldProps) {
  const { t } = useTranslation('botEditor');
  const { edited, isReadOnly } = useEditing();
  const field = useRef<HTMLTextAreaElement>(null);
  const mirror = useRef<HTMLDivElement>(null);
  const [caret, setCaret] = useState<number>();
  const [at, setAt] = useState(0);

  const known = edited.variables.map(({ keyword }) => keyword).filter((keyword) => keyword !== '');
  const parts = partsOfPrompt(value, new Set(known));
  const unknown = [...new Set(parts.filter(({ kind }) => kind === 'unknown').map(({ text }) => text))];
  const open = caret === undefined || isReadOnly ? undefined : openName(value, caret);
  const offered = open === undefined ? [] : known.filter((keyword) => keyword.startsWith(open.typed) && keyword !== open.typed);
  const chosen = offered[Math.min(at, offered.length - 1)];
  const place = useCaretPlace(mirror, offered.length > 0 ? caret : undefined);

  const complete = (keyword: string): void => {
    const element = field.current;
    if (!element || open === undefined) return;
    element.focus();
    element.setSelectionRange(open.from, open.to);
    // The one way that leaves the browser's own undo in order; it also tells of the change.
    document.execCommand('insertText', false, `${keyword}}}`);
    setCaret(undefined);
  };
  const steer = (event: KeyboardEvent): void => {
    if (chosen === undefined || event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setAt((at + step + offered.length) % offered.length);
    else if (event.key === 'Enter' || event.key === 'Tab') complete(chosen);
    else if (event.key === 'Escape') setCaret(undefined);
    else return;
    event.preventDefault();
  };
  return (
    <Field label={label} path={path} {...(unknown.length === 0 ? {} : { hint: t('promptUnknown', { names: unknown.join(', ') }) })}>
      {(attributes) => (
        <div className={styles['prompt']}>
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
            <ul ref={(list) => void Object.assign(list?.style ?? {}, place)} className={styles['offer']} role="listbox" aria-label={t('promptVariables')}>
              {offered.map((keyword) => (
                <li key={keyword} role="option" aria-selected={keyword === chosen} onPointerDown={(event) => { event.preventDefault(); complete(keyword); }}>
                  {keyword}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Field>
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
