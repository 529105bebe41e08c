import { CloseOutlined } from '@ant-design/icons';
import { type CSSProperties, type KeyboardEvent, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KindIcon, kindName } from '../../workflow-kinds/index.ts';
import type { Point } from '../document/geometry.ts';
import { DRAGGED_KIND } from '../flow/dragged-kind.ts';
import styles from './palette.module.css';
import { type OfferedKind, searchKinds } from './search-kinds.ts';

interface PaletteProps {
  /** Where what is chosen will come, in words. */
  readonly hint: string;
  /** A point of the window beside which it stands; at the side of the canvas where there is none. */
  readonly screen?: Point | undefined;
  readonly onChoose: (type: string) => void;
  readonly onClose: () => void;
}

/** The kinds of nodes, to be searched, dragged to the canvas or chosen. The arrows go through what was found. */
export function Palette({ hint, screen, onChoose, onClose }: PaletteProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const groups = useMemo(() => searchKinds(text), [text]);
  const found = groups.flatMap((group) => group.kinds);
  const current = found[Math.min(at, found.length - 1)];

  const go = (step: number): void => {
    const next = (Math.min(at, found.length - 1) + step + found.length) % Math.max(found.length, 1);
    setAt(next);
    list.current?.querySelectorAll('[role=option]')[next]?.scrollIntoView({ block: 'nearest' });
  };
  const press = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'ArrowDown') go(1);
    else if (event.key === 'ArrowUp') go(-1);
    else if (event.key === 'Enter' && current !== undefined) onChoose(current.type);
    else if (event.key === 'Escape') onClose();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <section className={styles['palette']} data-floating={screen !== undefined} style={screen && beside(screen)} aria-label={t('palette')} onKeyDown={press}>
      <header>
        <h2>{t('palette')}</h2>
        <button type="button" aria-label={t('close')} title={t('close')} onClick={onClose}>
          <CloseOutlined />
        </button>
      </header>
      <input
        type="search"
        role="combobox"
        autoFocus
        value={text}
        placeholder={t('paletteSearch')}
        aria-label={t('paletteSearch')}
        aria-expanded
        aria-controls={`${id}-list`}
        aria-activedescendant={current && `${id}-${current.type}`}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
        }}
      />
      <p id={`${id}-hint`}>{hint}</p>
      <div id={`${id}-list`} ref={list} role="listbox" aria-label={t('palette')} className={styles['list']}>
        {groups.map(({ category, kinds: members }) => (
          <div key={category} role="group" aria-label={kinds(`categories.${category}`)}>
            <h3 aria-hidden>{kinds(`categories.${category}`)}</h3>
            {members.map((kind) => (
              <Offer key={kind.type} id={`${id}-${kind.type}`} kind={kind} isCurrent={kind === current} onChoose={() => onChoose(kind.type)} />
            ))}
          </div>
        ))}
      </div>
      {found.length === 0 && <p role="status">{t('nothingFound')}</p>}
    </section>
  );
}

function Offer({ id, kind: { type, key, isAwaited }, isCurrent, onChoose }: { readonly id: string; readonly kind: OfferedKind; readonly isCurrent: boolean; readonly onChoose: () => void }) {
  const { t } = useTranslation('workflowKinds');
  const { t: words } = useTranslation('workflowEditor');
  return (
    <div
      id={id}
      role="option"
      aria-selected={isCurrent}
      draggable
      title={t(`texts.${key}`)}
      onClick={onChoose}
      onDragStart={(event) => {
        event.dataTransfer.setData(DRAGGED_KIND, type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
    >
      <KindIcon type={type} />
      <span>{kindName(type, t)}</span>
      {isAwaited && <small>{words('notYet')}</small>}
    </div>
  );
}

const WIDTH = 250;
const HEIGHT = 420;
const MARGIN = 12;

/** Beside a point, and wholly in the window. */
function beside({ x, y }: Point): CSSProperties {
  const left = Math.max(MARGIN, Math.min(x + MARGIN, window.innerWidth - WIDTH - MARGIN));
  const top = Math.max(MARGIN, Math.min(y - 60, window.innerHeight - HEIGHT - MARGIN));
  return { left, top };
}
