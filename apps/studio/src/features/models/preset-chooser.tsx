import type { listModelPresets } from '@buckle/contract';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../../api/endpoint.ts';
import { OTHER } from './model-values.ts';
import styles from './preset-chooser.module.css';

/** What is known of a vendor. */
export type Preset = AnswerOf<typeof listModelPresets>['items'][number];

interface PresetChooserProps {
  readonly presets: readonly Preset[];
  /** Given by the item of the form around it. */
  readonly value?: string;
  readonly onChange?: (preset: string) => void;
}

/** Who gives the model: one of the vendors that are known, or another one. */
export function PresetChooser({ presets, value, onChange }: PresetChooserProps) {
  const { t } = useTranslation('models');
  const group = useId();
  const choices = [...presets.map(({ id, name, base_url: address }) => ({ id, name, detail: hostOf(address) })), { id: OTHER, name: t('other'), detail: t('otherText') }];
  return (
    <div className={styles['choices']} role="radiogroup" aria-label={t('vendor')}>
      {choices.map(({ id, name, detail }) => (
        <label key={id}>
          <input type="radio" name={group} checked={value === id} onChange={() => onChange?.(id)} />
          <span className={styles['name']}>{name}</span>
          <span className={styles['detail']}>{detail}</span>
        </label>
      ))}
    </div>
  );
}

/** The machine of an address, for a line that names it. */
export function hostOf(address: string): string {
  return URL.parse(address)?.host ?? address;
}
