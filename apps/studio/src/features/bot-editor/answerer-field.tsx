import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import { useEditing } from './editing.ts';
import { Field } from './field.tsx';
import styles from './fields.module.css';
import { UsedWorkflow } from './used-workflow.tsx';
import { WorkflowPicker } from './workflow-picker.tsx';

const answerers = ['prompt', 'chatflow'] as const;

/** Who answers: prompt and model, or a chatflow in their place. */
export function AnswererField() {
  const { t } = useTranslation('botEditor');
  const { edited: { answeredBy, chatflow }, change, isReadOnly } = useEditing();
  const isChatflow = answeredBy === 'chatflow';
  return (
    <>
      <Field label={t('answeredBy')} path="chatflow" {...(isChatflow && { hint: t('restsText') })}>
        {({ id }) => (
          <Choice
            id={id}
            value={answeredBy}
            options={answerers.map((value) => ({ value, label: t(`answerers.${value}`) }))}
            isDisabled={isReadOnly}
            onChange={(chosen) => change({ answeredBy: chosen })}
          />
        )}
      </Field>
      {isChatflow && (
        <div className={styles['answerer']}>
          {chatflow && <UsedWorkflow workflow={chatflow} mode="chatflow" onRemove={() => change({ chatflow: undefined })} />}
          {!isReadOnly && (
            <WorkflowPicker label={t(chatflow ? 'otherChatflow' : 'chooseChatflow')} mode="chatflow" used={chatflow ? [chatflow] : []} onChoose={(chosen) => change({ chatflow: chosen })} />
          )}
        </div>
      )}
    </>
  );
}
