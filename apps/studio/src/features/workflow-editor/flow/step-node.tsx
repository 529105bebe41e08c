import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { KindIcon, kindName } from '../../workflow-kinds/index.ts';
import { titleOf } from '../document/edit-nodes.ts';
import { useEditor } from '../editor-context.ts';
import { useSignal } from '../node-signals.ts';
import type { FlowNode } from './flow-nodes.ts';
import { NodeBadges } from './node-badges.tsx';
import styles from './nodes.module.css';
import { Entry, Exits } from './ports.tsx';
import { useSummary } from './use-summary.ts';

/** A node of any kind that is no group and no note. */
export const StepNode = memo(
  function StepNode({ data: { node } }: NodeProps<FlowNode>) {
    const { t } = useTranslation('workflowKinds');
    const { targets, runs } = useEditor();
    const target = useSignal(targets, node.id);
    const run = useSignal(runs, node.id);
    const title = titleOf(node);
    const name = kindName(node.type, t);
    const summary = useSummary(node);
    return (
      <div className={styles['step']} data-target={target} data-run={run?.state} data-type={node.type}>
        <Entry node={node} />
        <div className={styles['head']}>
          <KindIcon type={node.type} />
          <div className={styles['words']}>
            <strong>{title === '' ? name : title}</strong>
            <span>{summary ?? (title === '' || title === name ? '' : name)}</span>
          </div>
          <NodeBadges id={node.id} />
        </div>
        <Exits node={node} />
      </div>
    );
  },
  (before, after) => before.data.node === after.data.node,
);
