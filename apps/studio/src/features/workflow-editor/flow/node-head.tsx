import type { CanvasNode } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import { KindIcon, kindName } from '../../workflow-kinds/index.ts';
import { nodeSummary } from '../../workflow-node-form/index.ts';
import { titleOf } from '../document/edit-nodes.ts';
import { NodeBadges } from './node-badges.tsx';
import styles from './nodes.module.css';

/** What a node is called and what it does in a line, with its badges. */
export function NodeHead({ node }: { readonly node: CanvasNode }) {
  const { t } = useTranslation('workflowKinds');
  const { t: forms } = useTranslation('workflowNodeForm');
  const title = titleOf(node);
  const name = kindName(node.type, t);
  return (
    <div className={styles['head']}>
      <KindIcon type={node.type} />
      <div className={styles['words']}>
        <strong>{title === '' ? name : title}</strong>
        <span>{nodeSummary(node, forms) ?? (title === '' || title === name ? '' : name)}</span>
      </div>
      <NodeBadges id={node.id} />
    </div>
  );
}
