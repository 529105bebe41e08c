import type { BotDefinition } from '@buckle/contract';
import { Alert, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSame, type SavedDraft } from '../../shared/draft-keeper.ts';
import { type Side, SidesChoice } from '../../shared/sides-choice.tsx';
import { type DefinitionField, definitionFields, textOfField, useKnownThings } from '../bot/index.ts';
import { definitionOf, type EditedBot, editedOf } from './edited-bot.ts';

interface ConflictDialogueProps {
  readonly edited: EditedBot;
  readonly base: SavedDraft<BotDefinition>;
  readonly theirs: SavedDraft<BotDefinition>;
  readonly onResolve: (edited: EditedBot) => void;
  readonly onClose: () => void;
}

/** Both states of a draft that was changed in two places, part by part, for the user to choose. */
export function ConflictDialogue({ edited, base, theirs, onResolve, onClose }: ConflictDialogueProps) {
  const { t } = useTranslation('botEditor');
  const { t: words } = useTranslation('bots');
  const { t: drafts } = useTranslation('drafts');
  const mine = definitionOf(edited);
  const known = useKnownThings(mine, theirs.content);
  const fields = definitionFields.filter((field) => !isSame(mine[field], theirs.content[field]));
  const [choices, setChoices] = useState<Partial<Record<DefinitionField, Side>>>({});
  // What only one side has changed is proposed from there.
  const sideOf = (field: DefinitionField): Side => choices[field] ?? (isSame(mine[field], base.content[field]) ? 'theirs' : 'mine');
  const resolve = (): void => {
    const kept = Object.fromEntries(fields.filter((field) => sideOf(field) === 'mine').map((field) => [field, mine[field]]));
    onResolve(editedOf({ ...theirs.content, ...kept }));
  };
  return (
    <Modal open width={860} title={drafts('conflictTitle')} okText={drafts('keepChoice')} onOk={resolve} onCancel={onClose} mask={{ closable: false }}>
      <Alert type="warning" title={t('conflictText')} />
      {fields.map((field) => (
        <SidesChoice
          key={field}
          legend={words(`fields.${field}`)}
          texts={{ mine: textOfField(field, mine, words, known), theirs: textOfField(field, theirs.content, words, known) }}
          chosen={sideOf(field)}
          onChoose={(side) => setChoices({ ...choices, [field]: side })}
        />
      ))}
    </Modal>
  );
}
