import { Button, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNotice } from './failure-notice.tsx';
import styles from './paged-table.module.css';

/** One column of a table. */
export interface Column<Item> {
  readonly key: string;
  readonly title: string;
  readonly render: (item: Item) => ReactNode;
  /** Buttons: at the end of the row, without a label on a phone. */
  readonly isActions?: boolean;
  /** What the row is about: it stands above the rest on a phone, without a label. */
  readonly isHeading?: boolean;
}

/** A list that is read in pages, as the hooks of `endpointPages` answer it. */
export interface PagedList<Item> {
  readonly data?: { readonly pages: readonly { readonly items: readonly Item[] }[] } | undefined;
  readonly error?: unknown;
  readonly isFetching: boolean;
  readonly hasNextPage: boolean;
  readonly fetchNextPage: () => unknown;
  readonly refetch: () => unknown;
}

/** Which entries of a list are chosen, to do something with all of them. */
export interface Selection<Item> {
  /** Their keys. */
  readonly chosen: ReadonlySet<string>;
  readonly onChoose: (chosen: ReadonlySet<string>) => void;
  /** What the box of an entry is called, and the one of all that have been read. */
  readonly labelOf: (item: Item) => string;
  readonly labelOfAll: string;
}

interface PagedTableProps<Item> {
  /** What the table holds, for those who do not see it. */
  readonly label: string;
  readonly list: PagedList<Item>;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  /** What stands there where the list is empty. */
  readonly empty?: ReactNode;
  /** Present where entries can be chosen. */
  readonly selection?: Selection<Item> | undefined;
}

/** All items of the pages that have been read. */
export function itemsOf<Item>({ data }: Pick<PagedList<Item>, 'data'>): Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** A list as a table; on a phone each entry is a card. Further pages are read when they are asked for. */
export function PagedTable<Item>({ label, list, columns, keyOf, empty, selection }: PagedTableProps<Item>) {
  const { t } = useTranslation();
  const items = itemsOf(list);
  return (
    <div className={styles['frame']} aria-busy={list.isFetching}>
      {items.length > 0 && (
        <table className={styles['table']} aria-label={label}>
          <thead>
            <tr>
              {selection && <th scope="col" className={styles['choice']}><ChoiceOfAll keys={items.map(keyOf)} selection={selection} /></th>}
              {columns.map(({ key, title, isActions }) => (
                <th key={key} scope="col">
                  {isActions ? <span className="for-readers">{title}</span> : title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={keyOf(item)}>
                {selection && (
                  <td className={styles['choice']}>
                    <input type="checkbox" aria-label={selection.labelOf(item)} checked={selection.chosen.has(keyOf(item))} onChange={() => selection.onChoose(turned(selection.chosen, keyOf(item)))} />
                  </td>
                )}
                {columns.map(({ key, title, render, isActions, isHeading }) => (
                  <td key={key} data-label={isActions || isHeading ? undefined : title} className={isActions ? styles['rowActions'] : isHeading ? styles['heading'] : undefined}>
                    <div>{render(item)}</div>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {list.error !== undefined && <FailureNotice failure={list.error} onRetry={() => void list.refetch()} />}
      {items.length === 0 && list.error === undefined && (
        <div className={styles['empty']}>{list.isFetching ? <Spin aria-label={t('loading')} /> : (empty ?? t('nothing'))}</div>
      )}
      {list.hasNextPage && (
        <div className={styles['more']}>
          <Button loading={list.isFetching} onClick={() => void list.fetchNextPage()}>
            {t('loadMore')}
          </Button>
        </div>
      )}
    </div>
  );
}

/** Chooses all entries that have been read, or none. */
function ChoiceOfAll({ keys, selection: { chosen, onChoose, labelOfAll } }: { readonly keys: readonly string[]; readonly selection: Pick<Selection<never>, 'chosen' | 'onChoose' | 'labelOfAll'> }) {
  const isAll = keys.every((key) => chosen.has(key));
  const mark = (input: HTMLInputElement | null): void => {
    if (input) input.indeterminate = !isAll && keys.some((key) => chosen.has(key));
  };
  return (
    <label>
      <input type="checkbox" ref={mark} checked={isAll} onChange={() => onChoose(new Set(isAll ? [] : keys))} />
      <span>{labelOfAll}</span>
    </label>
  );
}

/** The same keys with one more, or without it where it was among them. */
function turned(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  return keys.has(key) ? new Set([...keys].filter((other) => other !== key)) : new Set([...keys, key]);
}
