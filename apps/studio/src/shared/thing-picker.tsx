import { Button, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from './controls.module.css';
import { FailureNotice } from './failure-notice.tsx';
import { itemsOf, type PagedList } from './paged-table.tsx';
import { PickerPopover } from './picker-popover.tsx';
import styles from './picker.module.css';

/** Something to choose by its name. */
interface Thing {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
}

interface ThingPickerProps<Item extends Thing> {
  /** What the button says. */
  readonly label: string;
  /** Reads the list; called where the list is open alone. */
  readonly useList: () => PagedList<Item>;
  readonly isHidden?: (item: Item) => boolean;
  /** Why one cannot be chosen; undefined where it can. */
  readonly refusalOf?: (item: Item) => string | undefined;
  readonly onChoose: (item: Item) => void;
}

/** A button that opens a list of the workspace's things, to be searched and chosen from. */
export function ThingPicker<Item extends Thing>({ label, useList, isHidden, refusalOf, onChoose }: ThingPickerProps<Item>) {
  return (
    <PickerPopover label={label} trigger={(trigger) => <Button {...trigger} size="small">{label}</Button>}>
      {(close) => (
        <Things
          useList={useList}
          isHidden={isHidden}
          refusalOf={refusalOf}
          onChoose={(item) => {
            close();
            onChoose(item);
          }}
        />
      )}
    </PickerPopover>
  );
}

interface ThingsProps<Item extends Thing> {
  readonly useList: () => PagedList<Item>;
  readonly isHidden: ((item: Item) => boolean) | undefined;
  readonly refusalOf: ((item: Item) => string | undefined) | undefined;
  readonly onChoose: (item: Item) => void;
}

function Things<Item extends Thing>({ useList, isHidden, refusalOf, onChoose }: ThingsProps<Item>) {
  const { t } = useTranslation();
  const list = useList();
  const [search, setSearch] = useState('');
  const { hasNextPage, isFetching, error, fetchNextPage } = list;
  const wanted = search.trim().toLowerCase();
  const items = itemsOf(list).filter((item) => isHidden?.(item) !== true && `${item.name} ${item.description ?? ''}`.toLowerCase().includes(wanted));
  const isSearching = wanted !== '' && hasNextPage;
  // A search goes through all of the list.
  useEffect(() => {
    if (isSearching && !isFetching && error === undefined) void fetchNextPage();
  }, [isSearching, isFetching, error, fetchNextPage]);
  return (
    <>
      <input className={controls['control']} aria-label={t('search')} placeholder={t('search')} value={search} onChange={({ target }) => setSearch(target.value)} />
      <div className={styles['list']} aria-busy={isFetching}>
        {items.map((item) => {
          const refusal = refusalOf?.(item);
          return (
            <button key={item.id} type="button" className={styles['thing']} disabled={refusal !== undefined} onClick={() => onChoose(item)}>
              <strong>{item.name}</strong>
              {item.description !== undefined && item.description !== '' && <small>{item.description}</small>}
              {refusal !== undefined && <small className={styles['refusal']}>{refusal}</small>}
            </button>
          );
        })}
        {error !== undefined && <FailureNotice failure={error} onRetry={() => void list.refetch()} />}
        {isFetching && <Spin size="small" className={styles['loading'] ?? ''} aria-label={t('loading')} />}
        {items.length === 0 && !isFetching && error === undefined && <p className={styles['nothing']}>{t('nothingFound')}</p>}
        {hasNextPage && !isFetching && <Button size="small" type="link" onClick={() => void fetchNextPage()}>{t('loadMore')}</Button>}
      </div>
    </>
  );
}
