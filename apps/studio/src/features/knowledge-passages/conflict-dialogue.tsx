import { Alert, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Side, SidesChoice } from '../../shared/sides-choice.tsx';
import type { Parts, TextConflict } from './save-text.ts';

interface ConflictDialogueProps {
  readonly conflict: TextConflict;
  readonly mine: Parts;
  /** What the text is called where it is in one part. */
  readonly label: string;
  /** Given the names of the parts that stay as they were saved elsewhere. */
  readonly onResolve: (left: ReadonlySet<string>) => void;
  readonly onClose: () => void;
}

/** Both states of a text that was changed in two places at once, part by part, for the user to choose. */
export function ConflictDialogue({ conflict: { theirs, names }, mine, label, onResolve, onClose }: ConflictDialogueProps) {
  const { t } = useTranslation('knowledgePassages');
  const { t: drafts } = useTranslation('drafts');
  const [choices, setChoices] = useState<Readonly<Record<string, Side>>>({});
  const sideOf = (name: string): Side => choices[name] ?? 'mine';
  return (
    <Modal open width={860} title={t('conflictTitle')} okText={drafts('keepChoice')} onOk={() => onResolve(new Set(names.filter((name) => sideOf(name) === 'theirs')))} onCancel={onClose} mask={{ closable: false }}>
      <Alert type="warning" title={t('conflictText')} />
      {names.map((name) => (
        <SidesChoice
          key={name}
          legend={name || label}
          texts={{ mine: mine[name] ?? '', theirs: theirs.parts[name] ?? '' }}
          chosen={sideOf(name)}
          onChoose={(side) => setChoices({ ...choices, [name]: side })}
        />
      ))}
    </Modal>
  );
}
