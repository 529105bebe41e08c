import { LinkOutlined } from '@ant-design/icons';
import type { ValueType } from '@buckle/canvas';
import { type KeyboardEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../../shared/controls.module.css';
import { PickerPopover } from '../../../shared/picker-popover.tsx';
import picker from '../../../shared/picker.module.css';
import { foundIn, type ReferenceOption } from '../document/references.ts';
import styles from './reference-picker.module.css';
import { TypeTag } from './type-tag.tsx';
import { useReferences } from './use-references.ts';

interface ReferencePickerProps {
  /** What is chosen for, for those who do not see the field. */
  readonly label: string;
  /** The type that is wanted; undefined where any may come. */
  readonly wanted?: ValueType | undefined;
  readonly onChoose: (option: ReferenceOption) => void;
}

/** A button that opens the list of everything that the value may refer to, to be searched and chosen from. */
export function ReferencePicker({ label, wanted, onChoose }: ReferencePickerProps) {
  const { t } = useTranslation('workflowNodeForm');
  return (
    <PickerPopover
      label={t('refer', { name: label })}
      trigger={(trigger) => (
        <button {...trigger} type="button" className={styles['open']} aria-label={t('refer', { name: label })} title={t('referTitle')}>
          <LinkOutlined />
        </button>
      )}
    >
      {(close) => (
        <References
          wanted={wanted}
          onChoose={(option) => {
            close();
            onChoose(option);
          }}
        />
      )}
    </PickerPopover>
  );
}

function References({ wanted, onChoose }: Pick<ReferencePickerProps, 'wanted' | 'onChoose'>) {
  const { t } = useTranslation('workflowNodeForm');
  const { t: common } = useTranslation();
  const id = useId();
  const [search, setSearch] = useState('');
  const [at, setAt] = useState(0);
  const groups = useReferences(wanted, search);
  const found = foundIn(groups.known, search);
  const shown = groups.named === undefined ? found : [...found, groups.named];
  const options = shown.flatMap((group) => group.options);
  const active = options[Math.min(at, options.length - 1)];
  const steer = (event: KeyboardEvent): void => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && options.length > 0) {
      const next = (Math.min(at, options.length - 1) + step + options.length) % options.length;
      setAt(next);
      document.querySelector(`#${CSS.escape(`${id}-${next}`)}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter' && active !== undefined) onChoose(active);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <input
        className={controls['control']}
        role="combobox"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={active === undefined ? undefined : `${id}-${options.indexOf(active)}`}
        aria-label={common('search')}
        placeholder={common('search')}
        value={search}
        onChange={({ target }) => {
          setSearch(target.value);
          setAt(0);
        }}
        onKeyDown={steer}
      />
      <div id={id} role="listbox" aria-label={t('values')} className={picker['list']}>
        {shown.map(({ key, title, options: members }) => (
          <div key={key} role="group" aria-label={title}>
            <p aria-hidden>{title}</p>
            {members.map((option) => (
              <div
                key={option.key}
                id={`${id}-${options.indexOf(option)}`}
                role="option"
                aria-selected={option === active}
                className={`${styles['option']} ${search === '' ? styles[`depth${Math.min(option.depth, 4)}`] : ''}`}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => onChoose(option)}
              >
                <span className={styles['name']}>{search === '' ? option.path.split('.').at(-1) : option.path}</span>
                {!option.isFitting && <span className={styles['unfit']}>{t('unfit')}</span>}
                <TypeTag type={option.type} />
              </div>
            ))}
          </div>
        ))}
        {options.length === 0 && <p className={picker['nothing']}>{search === '' ? t('nothingBefore') : common('nothingFound')}</p>}
      </div>
    </>
  );
}
