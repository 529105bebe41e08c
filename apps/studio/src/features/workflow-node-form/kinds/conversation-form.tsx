import { useTranslation } from 'react-i18next';
import { Group } from '../../../shared/group.tsx';
import { inputParameters } from '../document/setting.ts';
import { useEditing } from '../editing.ts';
import styles from '../fields/fields.module.css';
import { KnownInputs } from '../fields/known-inputs.tsx';
import { OutputsShown } from '../fields/outputs-shown.tsx';
import { conversationInputs } from '../settings/conversation.ts';

/** Works with the conversations of the workflow, or with messages in one. */
export function ConversationForm() {
  const { t } = useTranslation('workflowNodeForm');
  const { node } = useEditing();
  const inputs = conversationInputs[node.type] ?? [];
  return (
    <>
      {inputs.length === 0 ? (
        <p className={styles['note']}>{t('noSettings')}</p>
      ) : (
        <Group title={t('inputs')} isOpen>
          <KnownInputs setting={inputParameters} inputs={inputs} labelOf={(name) => t(`conversationInputs.${name as 'limit'}`)} />
        </Group>
      )}
      <OutputsShown />
    </>
  );
}
