import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './run-journal.module.css';
import type { RunEntry } from './run-watcher.ts';
import { ValueView } from './value-view.tsx';

interface RunJournalProps {
  readonly entries: readonly RunEntry[];
  readonly titleOf: (nodeId: string) => string;
}

/** How many entries are shown at first, and with each further look. */
const STEP = 50;

/** What a run noted, entry by entry; each opens to show all of it. */
export function RunJournal({ entries, titleOf }: RunJournalProps) {
  const { t, i18n } = useTranslation('workflowRuns');
  const [count, setCount] = useState(STEP);
  return (
    <>
      <ol className={styles['journal']} aria-label={t('journal')}>
        {entries.slice(0, count).map((entry, index) => (
          // A journal only grows.
          <li key={index}>
            <Entry entry={entry} when={timeOf('at' in entry ? entry.at : entry.endedAt, i18n.language)} title={titleIn(entry, titleOf)} />
          </li>
        ))}
      </ol>
      {entries.length > count && <Button onClick={() => setCount(count + STEP)}>{t('more')}</Button>}
    </>
  );
}

function Entry({ entry, when, title }: { readonly entry: RunEntry; readonly when: string; readonly title: string }) {
  const { t } = useTranslation('workflowRuns');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details open={isOpen} onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>
        <span className={styles['when']}>{when}</span>
        <b data-type={entry.type}>{t(`entries.${entry.type}`)}</b>
        <span className={styles['title']}>{title}</span>
        <code>{entry.path}</code>
      </summary>
      {isOpen && <ValueView label={t('details')} values={entry} />}
    </details>
  );
}

/** The time of a day, to the millisecond: much happens within one second. */
function timeOf(milliseconds: number, language: string): string {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' }).format(milliseconds);
}

function titleIn(entry: RunEntry, titleOf: (nodeId: string) => string): string {
  if ('title' in entry) return entry.title;
  return titleOf('node' in entry ? entry.node : (entry.path.split('/').at(-1)?.split('#')[0] ?? ''));
}
