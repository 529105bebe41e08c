import type { CanvasDocument } from '@buckle/canvas';
import { Alert, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindName } from '../workflow-kinds/index.ts';
import { CanvasPicture } from './canvas-picture.tsx';
import styles from './conflict-dialogue.module.css';
import { changesBetween } from './document/changes.ts';
import { titleOf } from './document/edit-nodes.ts';

interface ConflictDialogueProps {
  readonly mine: CanvasDocument;
  readonly base: CanvasDocument;
  readonly theirs: CanvasDocument;
  readonly onResolve: (document: CanvasDocument) => void;
  readonly onClose: () => void;
}

/** Both states of a workflow that was changed in two places, each with what was done there, for the user to choose. */
export function ConflictDialogue({ mine, base, theirs, onResolve, onClose }: ConflictDialogueProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: words } = useTranslation('drafts');
  const [choice, setChoice] = useState<'mine' | 'theirs'>('mine');
  const sides = { mine, theirs };
  return (
    <Modal open width={860} title={words('conflictTitle')} okText={words('keepChoice')} onOk={() => onResolve(sides[choice])} onCancel={onClose} mask={{ closable: false }}>
      <Alert type="warning" title={t('conflictText')} />
      <div className={styles['sides']} role="radiogroup" aria-label={words('conflictTitle')}>
        {(['mine', 'theirs'] as const).map((side) => (
          <label key={side}>
            <span>
              <input type="radio" name="side" checked={choice === side} onChange={() => setChoice(side)} /> <strong>{words(side)}</strong>
            </span>
            <CanvasPicture document={sides[side]} />
            <What base={base} document={sides[side]} />
            <span className="quiet">{t(`${side}Text`)}</span>
          </label>
        ))}
      </div>
    </Modal>
  );
}

/** What was done on one side. */
function What({ base, document }: { readonly base: CanvasDocument; readonly document: CanvasDocument }) {
  const { t, i18n } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { hasOtherLines, ...changes } = changesBetween(base, document);
  const titles = (nodes: (typeof changes)['added']): string => new Intl.ListFormat(i18n.language).format(nodes.map((node) => titleOf(node) || kindName(node.type, kinds)));
  const rows = [
    ...(['added', 'changed', 'removed'] as const).filter((what) => changes[what].length > 0).map((what) => t(`changes.${what}`, { titles: titles(changes[what]) })),
    ...(hasOtherLines ? [t('changes.lines')] : []),
  ];
  return <ul>{(rows.length === 0 ? [t('changes.none')] : rows).map((row) => <li key={row}>{row}</li>)}</ul>;
}
