import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { BaseEdge, EdgeLabelRenderer, type EdgeProps, getBezierPath } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeRunState } from '../../workflow-runs/index.ts';
import { disconnect } from '../document/edit-lines.ts';
import { ENTRY, INNER_START } from '../document/ports.ts';
import { useEditor } from '../editor-context.ts';
import { useSignal } from '../node-signals.ts';
import type { FlowEdge } from './flow-nodes.ts';
import styles from './line.module.css';

/** A line between two nodes. Where it is selected, it can be taken away, or a node put in its place. */
export const Line = memo(function Line(props: EdgeProps<FlowEdge>) {
  const { id, source, target, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, selected, data, interactionWidth = 16 } = props;
  const { isReadOnly, runs } = useEditor();
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  const state = stateOf(useSignal(runs, source), useSignal(runs, target));
  return (
    <>
      <BaseEdge id={id} path={path} interactionWidth={interactionWidth} className={styles['line'] ?? ''} data-run={state} data-broken={data?.isBroken} data-selected={selected} />
      {selected && !isReadOnly && data !== undefined && <Tools id={id} connection={data.connection} x={labelX} y={labelY} />}
    </>
  );
});

function Tools({ id, connection, x, y }: { readonly id: string; readonly connection: NonNullable<FlowEdge['data']>['connection']; readonly x: number; readonly y: number }) {
  const { t } = useTranslation('workflowEditor');
  const { editor, openPalette } = useEditor();
  const canInsert = connection.from.port !== INNER_START || connection.to.port === ENTRY;
  return (
    <EdgeLabelRenderer>
      <div className={`${styles['tools'] ?? ''} nodrag nopan`} style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}>
        {canInsert && (
          <button type="button" aria-label={t('insertNode')} title={t('insertNode')} onClick={(event) => openPalette({ place: 'between', line: connection, screen: { x: event.clientX, y: event.clientY } })}>
            <PlusOutlined />
          </button>
        )}
        <button type="button" aria-label={t('deleteLine')} title={t('deleteLine')} onClick={() => editor.apply(disconnect(editor.document, new Set([id])))}>
          <CloseOutlined />
        </button>
      </div>
    </EdgeLabelRenderer>
  );
}

/** Whether a run went along a line, as far as its nodes tell. */
function stateOf(source: NodeRunState | undefined, target: NodeRunState | undefined): 'taken' | 'running' | 'skipped' | undefined {
  if (source === undefined) return undefined;
  if (source.state === 'skipped' || target?.state === 'skipped') return 'skipped';
  if (source.state !== 'done' || target === undefined) return undefined;
  return target.state === 'running' || target.state === 'waiting' ? 'running' : 'taken';
}
