import { NodeResizer, type NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { titleOf } from '../document/edit-nodes.ts';
import { useEditor } from '../editor-context.ts';
import type { FlowNode } from './flow-nodes.ts';
import { resize } from './group-node.tsx';
import { noteText } from './note-text.ts';
import styles from './nodes.module.css';

/** A note for who reads the canvas; its text is written in the form. */
export const NoteNode = memo(
  function NoteNode({ data: { node }, selected }: NodeProps<FlowNode>) {
    const { t } = useTranslation('workflowEditor');
    const editor = useEditor();
    const text = noteText(node);
    return (
      <div className={styles['note']}>
        <NodeResizer isVisible={selected && !editor.isReadOnly} minWidth={120} minHeight={60} onResizeEnd={(_event, box) => resize(editor, node.id, box)} />
        {text === '' ? <span className="quiet">{titleOf(node) || t('emptyNote')}</span> : text}
      </div>
    );
  },
  (before, after) => before.data.node === after.data.node && before.selected === after.selected,
);
