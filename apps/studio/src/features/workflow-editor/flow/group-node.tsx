import { Handle, NodeResizer, type NodeProps, Position, type ResizeParams } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { resizeNode } from '../document/edit-nodes.ts';
import { documentPosition } from '../document/geometry.ts';
import { placeOf } from '../document/levels.ts';
import { INNER_END, INNER_START } from '../document/ports.ts';
import { type EditorContext, useEditor } from '../editor-context.ts';
import { useSignal } from '../node-signals.ts';
import type { FlowNode } from './flow-nodes.ts';
import { NodeHead } from './node-head.tsx';
import styles from './nodes.module.css';
import { Entry, Exits } from './ports.tsx';

/** A loop or batch: a box with nodes in it, and inside of it where a round begins and is done. */
export const GroupNode = memo(
  function GroupNode({ data: { node }, selected }: NodeProps<FlowNode>) {
    const { t } = useTranslation('workflowEditor');
    const editor = useEditor();
    const target = useSignal(editor.targets, node.id);
    const isDrop = useSignal(editor.drops, node.id);
    const run = useSignal(editor.runs, node.id);
    const port = styles['port'] ?? '';
    return (
      <div className={styles['group']} data-target={target} data-drop={isDrop} data-run={run?.state} data-type={node.type}>
        <NodeResizer isVisible={selected && !editor.isReadOnly} minWidth={320} minHeight={160} onResizeEnd={(_event, box) => resize(editor, node.id, box)} />
        <div className={styles['groupHead']}>
          <Entry node={node} />
          <NodeHead node={node} />
          <Exits node={node} />
        </div>
        <div className={styles['groupBody']}>
          <Handle
            type="source"
            id={INNER_START}
            position={Position.Right}
            className={`${port} ${styles['innerStart'] ?? ''}`}
            title={t('innerStart')}
            isConnectable={!editor.isReadOnly}
            onClick={(event) => {
              event.stopPropagation();
              if (!editor.isReadOnly) editor.openPalette({ place: 'inside', group: node.id });
            }}
          />
          {node.blocks?.length === 0 && <p>{t('emptyGroup')}</p>}
          <Handle type="target" id={INNER_END} position={Position.Left} className={`${port} ${styles['innerEnd'] ?? ''}`} title={t('innerEnd')} isConnectable={!editor.isReadOnly} />
        </div>
      </div>
    );
  },
  (before, after) => before.data.node === after.data.node && before.selected === after.selected,
);

/** Keeps the size and the place that a box was dragged to. */
export function resize({ editor }: Pick<EditorContext, 'editor'>, id: string, { x, y, width, height }: ResizeParams): void {
  const owner = placeOf(editor.document, id)?.around.at(-1);
  editor.apply(resizeNode(editor.document, id, { width, height }, documentPosition({ x, y }, owner)));
}
