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

interface PagedTableProps<Item> {
  /** What the table holds, for those who do not see it. */
  readonly label: string;
  readonly list: PagedList<Item>;
  readonly columns: readonly Column<Item>[];
  readonly keyOf: (item: Item) => string;
  /** What stands there where the list is empty. */
  readonly empty?: ReactNode;
}

/** All items of the pages that have been read. */
export function itemsOf<Item>({ data }: Pick<PagedList<Item>, 'data'>): Item[] {
  return data?.pages.flatMap((page) => page.items) ?? [];
}

/** A list as a table; on a phone each entry is a card. Further pages are read when they are asked for. */
export function PagedTable<Item>({ label, list, columns, keyOf, empty }: PagedTableProps<Item>) {
  const { t } = useTranslation();
  const items = itemsOf(list);
  return (
    <div className={styles['frame']} aria-busy={list.isFetching}>
      {items.length > 0 && (
        <table className={styles['table']} aria-label={label}>
          <thead>
            <tr>
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
