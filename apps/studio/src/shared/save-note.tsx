import { useTranslation } from 'react-i18next';
import type { SaveState } from './draft-keeper.ts';
import styles from './save-note.module.css';

/** How saving stands, in a word or two beside the name. */
export function SaveNote({ state, problems = 0 }: { readonly state: SaveState; readonly problems?: number }) {
  const { t } = useTranslation('drafts');
  const isWrong = state.kind === 'invalid' || state.kind === 'failed' || state.kind === 'conflict';
  return (
    <span role="status" className={isWrong ? styles['wrong'] : 'quiet'} data-state={state.kind}>
      {t(`save.${state.kind}`, { count: problems })}
    </span>
  );
}
