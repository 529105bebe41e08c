import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import type { CanvasNode } from '@buckle/canvas';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { kindName } from '../../workflow-kinds/index.ts';
import { connect, disconnect, linesIn, refusalOf } from '../document/edit-lines.ts';
import { titleOf } from '../document/edit-nodes.ts';
import { levelOf, placeOf, placesIn } from '../document/levels.ts';
import { type Connection, connectionKey, ENTRY, exitsOf, INNER_END, INNER_START, isGroup, type PortOf } from '../document/ports.ts';
import { useDocument, useEditor } from '../editor-context.ts';
import { exitLabel } from '../flow/exit-label.ts';
import styles from './panel.module.css';

/** What comes behind a node, exit by exit: the lines of the canvas for those who work without a mouse. */
export function Connections({ node }: { readonly node: CanvasNode }) {
  const { t } = useTranslation('workflowEditor');
  const document = useDocument();
  const lines = linesIn(document).map(({ connection }) => connection).filter(({ from }) => from.node === node.id);
  const exits = [...(isGroup(node) ? [INNER_START] : []), ...exitsOf(node)];
  // Also lines whose exit is gone, so that they can be taken away.
  const lost = [...new Set(lines.map(({ from }) => from.port))].filter((port) => !exits.includes(port));
  if (exits.length + lost.length === 0) return null;
  return (
    <section className={styles['flow']} aria-label={t('flow')}>
      <h3>{t('flow')}</h3>
      {[...exits, ...lost].map((port) => (
        <Exit key={port} from={{ node: node.id, port }} label={port === INNER_START ? t('innerStart') : exitLabel(node, port, t)} lines={lines.filter(({ from }) => from.port === port)} />
      ))}
    </section>
  );
}

interface ExitProps {
  readonly from: PortOf;
  /** Empty where the node has but one. */
  readonly label: string;
  readonly lines: readonly Connection[];
}

function Exit({ from, label, lines }: ExitProps) {
  const { t } = useTranslation('workflowEditor');
  const { editor, isReadOnly, openPalette, goTo } = useEditor();
  const name = useNodeName();
  const targets = isReadOnly ? [] : possibleTargets(editor.document, from);
  const choose = (key: string): void => {
    const connection = targets.find((each) => connectionKey(each) === key);
    if (connection !== undefined) editor.apply(connect(editor.document, connection));
  };
  const nameOf = ({ to }: Connection): string => (to.port === INNER_END ? t('roundEnd') : name(to.node));
  return (
    <div className={styles['exit']}>
      {label !== '' && <span>{label}</span>}
      <ul>
        {lines.map((line) => (
          <li key={connectionKey(line)}>
            <button type="button" onClick={() => goTo(line.to.node)}>{nameOf(line)}</button>
            {!isReadOnly && (
              <button type="button" aria-label={t('disconnectFrom', { title: nameOf(line) })} title={t('deleteLine')} onClick={() => editor.apply(disconnect(editor.document, new Set([connectionKey(line)])))}>
                <CloseOutlined />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!isReadOnly && (
        <div className={styles['onward']}>
          <select value="" aria-label={label === '' ? t('connectTo') : `${label}: ${t('connectTo')}`} onChange={(event) => choose(event.target.value)}>
            <option value="">{t('connectTo')}</option>
            {targets.map((target) => (
              <option key={connectionKey(target)} value={connectionKey(target)}>{nameOf(target)}</option>
            ))}
          </select>
          <Button
            size="small"
            type="text"
            icon={<PlusOutlined />}
            aria-label={from.port === INNER_START ? t('addInside') : t('addBehind')}
            title={from.port === INNER_START ? t('addInside') : t('addBehind')}
            onClick={() => openPalette(from.port === INNER_START ? { place: 'inside', group: from.node } : { place: 'behind', port: from })}
          />
        </div>
      )}
    </div>
  );
}

function useNodeName(): (id: string) => string {
  const { editor } = useEditor();
  const { t } = useTranslation('workflowKinds');
  return (id) => {
    const node = placeOf(editor.document, id)?.node;
    return node === undefined ? id : titleOf(node) || kindName(node.type, t);
  };
}

function possibleTargets(document: ReturnType<typeof useDocument>, from: PortOf): Connection[] {
  const place = placesIn(document).find(({ node }) => node.id === from.node);
  const owner = from.port === INNER_START ? from.node : place?.around.at(-1)?.id;
  const ends: PortOf[] = levelOf(document, owner).nodes.map(({ id }) => ({ node: id, port: ENTRY }));
  if (owner !== undefined) ends.push({ node: owner, port: INNER_END });
  return ends.map((to) => ({ from, to })).filter((connection) => refusalOf(document, connection) === undefined);
}
