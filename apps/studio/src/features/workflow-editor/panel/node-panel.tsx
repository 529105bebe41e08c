import { CloseOutlined, DeleteOutlined } from '@ant-design/icons';
import type { CanvasEdge, CanvasNode, Problem } from '@buckle/canvas';
import type { WorkflowIdMap } from '@buckle/contract';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Menu, type MenuChoice } from '../../../shared/menu.tsx';
import { KindIcon, kindName } from '../../workflow-kinds/index.ts';
import { followPorts, NodeForm, type PortChanges } from '../../workflow-node-form/index.ts';
import { renameNode, replaceNode, titleOf } from '../document/edit-nodes.ts';
import { typedPlace } from '../document/history.ts';
import { placeOf, placesIn } from '../document/levels.ts';
import { connectionOf, isFixed, isGroup, writtenPort } from '../document/ports.ts';
import { moveInto } from '../document/regroup.ts';
import { useDocument, useEditor } from '../editor-context.ts';
import { Connections } from './connections.tsx';
import styles from './panel.module.css';

interface NodePanelProps {
  readonly id: string;
  readonly workspaceId: string;
  readonly idMap: WorkflowIdMap;
  readonly problems: readonly Problem[];
  readonly onDuplicate: () => void;
  readonly onDelete: () => void;
  readonly onClose: () => void;
  /** Below the form. */
  readonly children: ReactNode;
}

/** The form of a node, with its title and what comes next. What is wrong, the form says. */
export function NodePanel({ id, workspaceId, idMap, problems, onDuplicate, onDelete, onClose, children }: NodePanelProps) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { editor, isReadOnly } = useEditor();
  const document = useDocument();
  const node = placeOf(document, id)?.node;
  if (node === undefined) return null;
  const change = (changed: CanvasNode, ports?: PortChanges): void => {
    const before = placeOf(editor.document, id)?.node;
    const place = typedPlace(before, changed);
    const follow = (edges: readonly CanvasEdge[]): readonly CanvasEdge[] =>
      ports === undefined ? edges : followPorts(edges, id, ports, (edge) => connectionOf(edge, undefined, before).from.port, (port) => writtenPort(port, changed) ?? '');
    editor.apply(replaceNode(editor.document, changed, follow), place === undefined ? undefined : `${id} ${place}`);
  };
  return (
    <section className={styles['panel']} aria-label={titleOf(node) || kindName(node.type, kinds)} data-panel="node">
      <header>
        <KindIcon type={node.type} />
        <input
          key={id}
          className={styles['title']}
          value={titleOf(node)}
          placeholder={kindName(node.type, kinds)}
          aria-label={t('nodeTitle')}
          maxLength={100}
          readOnly={isReadOnly}
          onChange={(event) => editor.apply(renameNode(editor.document, id, event.target.value), `${id} title`)}
        />
        {!isReadOnly && <NodeMenu node={node} onDuplicate={onDuplicate} />}
        {!isReadOnly && !isFixed(node) && <Button type="text" size="small" danger icon={<DeleteOutlined />} aria-label={t('delete')} title={t('delete')} onClick={onDelete} />}
        <Button type="text" size="small" icon={<CloseOutlined />} aria-label={t('close')} title={t('close')} onClick={onClose} />
      </header>
      <div className={styles['body']}>
        <NodeForm node={node} canvas={document} problems={problems} workspaceId={workspaceId} idMap={idMap} readOnly={isReadOnly} onChange={change} />
        <Connections node={node} />
        {children}
      </div>
    </section>
  );
}

/** Duplicates a node, or puts it into a group or out of one, without dragging. */
function NodeMenu({ node, onDuplicate }: { readonly node: CanvasNode; readonly onDuplicate: () => void }) {
  const { t } = useTranslation('workflowEditor');
  const { t: kinds } = useTranslation('workflowKinds');
  const { editor } = useEditor();
  if (isFixed(node)) return null;
  const places = placesIn(editor.document);
  const around = places.find((place) => place.node.id === node.id)?.around ?? [];
  const owner = around.at(-1);
  const groups = places.filter((place) => isGroup(place.node) && place.node !== owner && place.node.id !== node.id && !place.around.some(({ id }) => id === node.id));
  const move = (group: string | undefined): void => editor.apply(moveInto(editor.document, [node.id], group));
  const choices: MenuChoice[] = [
    { key: 'duplicate', label: t('duplicate'), onChoose: onDuplicate },
    ...(owner === undefined ? [] : [{ key: 'out', label: t('takeOut'), onChoose: () => move(around.at(-2)?.id) }]),
    ...groups.map(({ node: group }) => ({ key: group.id, label: t('putInto', { title: titleOf(group) || kindName(group.type, kinds) }), onChoose: () => move(group.id) })),
  ];
  return <Menu sections={[{ key: 'all', choices }]} trigger={(trigger) => <Button {...trigger} type="text" size="small" aria-label={t('nodeActions')} title={t('nodeActions')}>⋯</Button>} />;
}
