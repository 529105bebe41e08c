import { useTranslation } from 'react-i18next';
import { IntentsGroup } from './intents-group.tsx';
import { KnowledgeGroup } from './knowledge-group.tsx';
import { ModelGroup } from './model-group.tsx';
import { OpeningGroup } from './opening-group.tsx';
import { SuggestionsGroup } from './suggestions-group.tsx';
import { ToolsGroup } from './tools-group.tsx';
import { VariablesGroup } from './variables-group.tsx';
import { WorkflowsGroup } from './workflows-group.tsx';
import styles from './editor.module.css';

/** Everything that the bot has beside its prompt. */
export function SettingsPane() {
  const { t } = useTranslation('botEditor');
  return (
    <>
      <h2 className={styles['paneTitle']}>{t('settingsTitle')}</h2>
      <ModelGroup />
      <OpeningGroup />
      <VariablesGroup />
      <IntentsGroup />
      <WorkflowsGroup />
      <KnowledgeGroup />
      <ToolsGroup />
      <SuggestionsGroup />
    </>
  );
}
