import { useTranslation } from 'react-i18next';
import { AnswererField } from './answerer-field.tsx';
import { useEditing } from './editing.ts';
import { TextField } from './field.tsx';
import { PromptField } from './prompt-field.tsx';

/** What the bot is called and what it is told. */
export function PromptPane() {
  const { t } = useTranslation('botEditor');
  const { edited, change } = useEditing();
  return (
    <>
      <TextField label={t('nameLabel')} path="name" value={edited.name} onChange={(name) => change({ name })} />
      <TextField rows={2} label={t('descriptionLabel')} path="description" value={edited.description} onChange={(description) => change({ description })} />
      <AnswererField />
      <PromptField label={t('promptLabel')} path="prompt" value={edited.prompt} rows={14} placeholder={t('promptPlaceholder')} onChange={(prompt) => change({ prompt })} />
    </>
  );
}
