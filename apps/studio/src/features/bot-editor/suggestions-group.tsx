import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import { useEditing } from './editing.ts';
import { TextField } from './field.tsx';
import { PromptGroup } from './group.tsx';

const modes = ['disable', 'enable', 'customized'] as const;

/** Whether and how questions to go on with are suggested. */
export function SuggestionsGroup() {
  const { t } = useTranslation('botEditor');
  const { edited, change, isReadOnly } = useEditing();
  return (
    <PromptGroup title={t('suggestions')} text={t('suggestionsText')} note={t(`modes.${edited.replyMode}`)}>
      <Choice
        label={t('suggestions')}
        value={edited.replyMode}
        options={modes.map((value) => ({ value, label: t(`modes.${value}`) }))}
        isDisabled={isReadOnly}
        onChange={(replyMode) => change({ replyMode })}
      />
      {edited.replyMode === 'customized' && (
        <TextField rows={3} label={t('customizedPrompt')} path="customizedPrompt" value={edited.customizedPrompt} onChange={(customizedPrompt) => change({ customizedPrompt })} />
      )}
    </PromptGroup>
  );
}
