import type { BotDefinition } from '@buckle/contract';
import { Modal, Select, Spin } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { loadDifference } from '../bot/index.ts';
import styles from './compare-dialogue.module.css';

const Difference = lazy(loadDifference);

/** Stands for the draft among the numbers of versions. */
export const DRAFT = 'draft';

interface CompareDialogueProps {
  readonly draft: BotDefinition;
  readonly versions: readonly { readonly version: string; readonly definition: BotDefinition }[];
  readonly initial: readonly [from: string, to: string];
  readonly onClose: () => void;
}

/** What differs between any two of a bot's versions and its draft. */
export function CompareDialogue({ draft, versions, initial, onClose }: CompareDialogueProps) {
  const { t } = useTranslation('bots');
  const [[from, to], setPair] = useState(initial);
  const definitionOf = (version: string): BotDefinition => versions.find((each) => each.version === version)?.definition ?? draft;
  const options = [
    { value: DRAFT, label: t('draft') },
    ...versions.map(({ version }) => ({ value: version, label: t('versionNumber', { version }) })),
  ];
  return (
    <Modal open width={760} title={t('compareTitle')} footer={null} onCancel={onClose}>
      <div className={styles['pair']}>
        <Select aria-label={t('compareFrom')} value={from} options={options} onChange={(value) => setPair([value, to])} />
        <span aria-hidden="true">→</span>
        <Select aria-label={t('compareTo')} value={to} options={options} onChange={(value) => setPair([from, value])} />
      </div>
      <Suspense fallback={<Spin />}>
        <Difference before={definitionOf(from)} after={definitionOf(to)} same={t('same')} />
      </Suspense>
    </Modal>
  );
}
