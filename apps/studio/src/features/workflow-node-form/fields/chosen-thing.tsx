import { useTranslation } from 'react-i18next';
import type { PagedList } from '../../../shared/paged-table.tsx';
import { ThingPicker } from '../../../shared/thing-picker.tsx';
import { useEditing } from '../editing.ts';
import styles from './fields.module.css';
import { Labelled } from './labelled.tsx';

interface ChosenThingProps<Item> {
  readonly label: string;
  readonly field: string;
  /** Its name; undefined where none is chosen. */
  readonly chosen: string | undefined;
  /** What the button says where none is chosen. */
  readonly choose: string;
  readonly useList: () => PagedList<Item>;
  readonly onChoose: (item: Item) => void;
}

/** One of the workspace's things, and what chooses another. */
export function ChosenThing<Item extends { readonly id: string; readonly name: string; readonly description?: string }>(props: ChosenThingProps<Item>) {
  const { label, field, chosen, choose, useList, onChoose } = props;
  const { t } = useTranslation('workflowNodeForm');
  const { isReadOnly } = useEditing();
  return (
    <Labelled label={label} isLabelHidden field={field}>
      {({ id }) => (
        <div id={id} className={styles['chosen']}>
          <span className={chosen === undefined ? 'quiet' : undefined}>{chosen ?? t('noneChosen')}</span>
          {!isReadOnly && <ThingPicker label={chosen === undefined ? choose : t('chooseOther')} useList={useList} onChoose={onChoose} />}
        </div>
      )}
    </Labelled>
  );
}
