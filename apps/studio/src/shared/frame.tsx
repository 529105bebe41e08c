import { ArrowLeftOutlined } from '@ant-design/icons';
import type { PublishStatus } from '@buckle/contract';
import type { ReactNode } from 'react';
import { Link, NavLink } from 'react-router';
import styles from './frame.module.css';
import { Initial } from './person.tsx';
import { StateTag } from './state-tag.tsx';

/** The way to one of the pages of a thing. */
export interface FrameTab {
  readonly label: string;
  readonly to: string;
  /** Whether pages below its address belong to it. */
  readonly hasPages?: boolean;
}

interface FrameProps {
  readonly name: string;
  /** Absent where it is not published. */
  readonly status?: PublishStatus;
  /** Beside the status: how saving stands. */
  readonly state?: ReactNode;
  /** The way to the list of all. */
  readonly back: FrameTab;
  readonly tabs: readonly FrameTab[];
  readonly tabsLabel: string;
  /** Buttons at the end. */
  readonly actions?: ReactNode;
  /** Whether the page fills the window, its parts scroll, and the name is its heading. */
  readonly isWhole?: boolean;
  readonly children: ReactNode;
}

/** What the pages of one thing that is made have in common: its name, its state, and the way between them. */
export function Frame({ name, status, state, back, tabs, tabsLabel, actions, isWhole = false, children }: FrameProps) {
  return (
    <div className={isWhole ? styles['whole'] : undefined}>
      {isWhole && <title>{`${name} · Buckle`}</title>}
      <header className={styles['header']}>
        <Link to={back.to} className={styles['back']} aria-label={back.label} title={back.label}>
          <ArrowLeftOutlined />
        </Link>
        <Initial name={name} isSquare />
        <div className={styles['name']}>
          {isWhole ? <h1>{name}</h1> : <p>{name}</p>}
          <div>
            {status !== undefined && <StateTag status={status} />} {state}
          </div>
        </div>
        <nav aria-label={tabsLabel} className={styles['tabs']}>
          {tabs.map(({ label, to, hasPages = false }) => (
            <NavLink key={to} to={to} end={!hasPages}>
              {label}
            </NavLink>
          ))}
        </nav>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      {children}
    </div>
  );
}
