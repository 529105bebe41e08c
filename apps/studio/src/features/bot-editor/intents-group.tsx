import { useTranslation } from 'react-i18next';
import { Choice } from '../../shared/choice.tsx';
import { blank, type EditedIntent } from './edited-bot.ts';
import { useEditing } from './editing.ts';
import { Field, TextField } from './field.tsx';
import { Entries, PromptGroup } from './group.tsx';
import { PromptField } from './prompt-field.tsx';

const kinds = ['prompt', 'reply'] as const;

/** What the bot recognises in a question, and what it does then. */
export function IntentsGroup() {
  const { t } = useTranslation('botEditor');
  const { edited, change, isReadOnly } = useEditing();
  return (
    <PromptGroup title={t('intents')} text={t('intentsText')} note={edited.intents.length}>
      <Entries<EditedIntent>
        entries={edited.intents}
        path="intents"
        add={t('addIntent')}
        blank={blank.intent}
        nameOf={({ name }, index) => name || `${t('intents')} ${index + 1}`}
        onChange={(intents) => change({ intents })}
      >
        {(intent, set, index) => (
          <>
            <TextField label={t('intentName')} path={`intents.${index}.name`} value={intent.name} onChange={(name) => set({ name })} />
            <TextField label={t('intentDescription')} path={`intents.${index}.description`} value={intent.description} onChange={(description) => set({ description })} />
            <TextField rows={3} label={t('examples')} hint={t('examplesHint')} path={`intents.${index}.examples`} value={intent.examples} onChange={(examples) => set({ examples })} />
            <Field label={t('kind')} path={`intents.${index}.kind`}>
              {({ id }) => (
                <Choice id={id} value={intent.kind} options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))} isDisabled={isReadOnly} onChange={(kind) => set({ kind })} />
              )}
            </Field>
            {intent.kind === 'prompt' ? (
              <PromptField label={t('intentText')} path={`intents.${index}.text`} value={intent.text} rows={3} onChange={(text) => set({ text })} />
            ) : (
              <TextField rows={3} label={t('intentText')} path={`intents.${index}.text`} value={intent.text} onChange={(text) => set({ text })} />
            )}
          </>
        )}
      </Entries>
    </PromptGroup>
  );
}
