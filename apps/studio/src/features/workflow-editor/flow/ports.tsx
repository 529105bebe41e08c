import type { CanvasNode } from '@buckle/canvas';
import { Handle, Position } from '@xyflow/react';
import { useTranslation } from 'react-i18next';
import { useEditor } from '../editor-context.ts';
import { ENTRY, exitsOf, hasEntry } from '../document/ports.ts';
import { exitLabel } from './exit-label.ts';
import styles from './nodes.module.css';

/** Where lines come into a node. */
export function Entry({ node }: { readonly node: CanvasNode }) {
  const { isReadOnly } = useEditor();
  return hasEntry(node) ? <Handle type="target" id={ENTRY} position={Position.Left} className={styles['port'] ?? ''} isConnectable={!isReadOnly} /> : null;
}

/** Where a node goes on: at its side, or where it has several ways, a row for each. */
export function Exits({ node }: { readonly node: CanvasNode }) {
  const { t } = useTranslation('workflowEditor');
  const exits = exitsOf(node);
  const [only] = exits;
  if (only === undefined) return null;
  if (exits.length === 1) return <Exit id={node.id} port={only} />;
  return (
    <ul className={styles['exits']}>
      {exits.map((exit) => (
        <li key={exit} data-exit={exit}>
          <span>{exitLabel(node, exit, t)}</span>
          <Exit id={node.id} port={exit} />
        </li>
      ))}
    </ul>
  );
}

/** A click on it, without drawing a line, chooses what comes next. */
function Exit({ id, port }: { readonly id: string; readonly port: string }) {
  const { isReadOnly, openPalette } = useEditor();
  return (
    <Handle
      type="source"
      id={port}
      position={Position.Right}
      className={styles['port'] ?? ''}
      isConnectable={!isReadOnly}
      onClick={(event) => {
        event.stopPropagation();
        if (!isReadOnly) openPalette({ place: 'behind', port: { node: id, port }, screen: { x: event.clientX, y: event.clientY } });
      }}
    />
  );
}
