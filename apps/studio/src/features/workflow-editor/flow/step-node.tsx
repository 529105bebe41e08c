import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useEditor } from '../editor-context.ts';
import { useSignal } from '../node-signals.ts';
import type { FlowNode } from './flow-nodes.ts';
import { NodeHead } from './node-head.tsx';
import styles from './nodes.module.css';
import { Entry, Exits } from './ports.tsx';

/** A node of any kind that is no group and no note. */
export const StepNode = memo(
  function StepNode({ data: { node } }: NodeProps<FlowNode>) {
    const { targets, runs } = useEditor();
    const target = useSignal(targets, node.id);
    const run = useSignal(runs, node.id);
    return (
      <div className={styles['step']} data-target={target} data-run={run?.state} data-type={node.type}>
        <Entry node={node} />
        <NodeHead node={node} />
        <Exits node={node} />
      </div>
    );
  },
  (before, after) => before.data.node === after.data.node,
);
