import { CheckCircleFilled, CloseCircleFilled, LoadingOutlined, MinusCircleFilled, PauseCircleFilled } from '@ant-design/icons';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlaceState } from './run-places.ts';
import styles from './run-steps.module.css';

const icons: Readonly<Record<PlaceState, ComponentType<{ readonly className: string; readonly 'aria-hidden': true }>>> = {
  running: LoadingOutlined, done: CheckCircleFilled, failed: CloseCircleFilled, waiting: PauseCircleFilled, stopped: MinusCircleFilled,
};

/** How a node stands, as a picture; and in a word for those who do not see it. */
export function StateIcon({ state }: { readonly state: PlaceState }) {
  const { t } = useTranslation('workflowRuns');
  const Icon = icons[state];
  return (
    <>
      <Icon className={styles[state] ?? ''} aria-hidden />
      <span className="for-readers">{t(`stepStates.${state}`)}</span>
    </>
  );
}
