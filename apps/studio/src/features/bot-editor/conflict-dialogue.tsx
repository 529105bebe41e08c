import type { BotDefinition } from '@buckle/contract';
import { Alert, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isSame, type SavedDraft } from '../../shared/draft-keeper.ts';
import { type DefinitionField, definitionFields, textOfField, useKnownThings } from '../bot/index.ts';
import styles from './conflict-dialogue.module.css';
import { definitionOf, type EditedBot, editedOf } from './edited-bot.ts';

type Side = 'mine' | 'theirs';

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
        <fieldset key={field} className={styles['choice']}>
          <legend>{words(`fields.${field}`)}</legend>
          {(['mine', 'theirs'] as const).map((side) => {
            const text = textOfField(field, side === 'mine' ? mine : theirs.content, words, known);
            return (
              <label key={side}>
                <span>
                  <input type="radio" name={field} checked={sideOf(field) === side} onChange={() => setChoices({ ...choices, [field]: side })} /> {drafts(side)}
                </span>
                <span className={styles['text']}>{text === '' ? words('nothing') : text}</span>
              </label>
            );
          })}
        </fieldset>
      ))}
    </Modal>
  );
}
