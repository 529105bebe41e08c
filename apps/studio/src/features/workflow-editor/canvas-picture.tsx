import type { CanvasDocument } from '@buckle/canvas';
import { useTranslation } from 'react-i18next';
import styles from './conflict-dialogue.module.css';
import { linesIn } from './document/edit-lines.ts';
import { canvasPosition, settled, sizeOf } from './document/geometry.ts';
import { placesIn } from './document/levels.ts';
import { INNER_END, INNER_START } from './document/ports.ts';

const MARGIN = 60;

/** A small picture of a canvas: its boxes and lines. */
export function CanvasPicture({ document }: { readonly document: CanvasDocument }) {
  const { t } = useTranslation('workflowEditor');
  const shown = settled(document);
  const boxes = new Map(placesIn(shown).map(({ node, around }) => [node.id, { ...canvasPosition(node, around), ...sizeOf(node, new Map()) }]));
  const all = [...boxes.values()];
  const left = Math.min(0, ...all.map(({ x }) => x)) - MARGIN;
  const top = Math.min(0, ...all.map(({ y }) => y)) - MARGIN;
  const right = Math.max(...all.map(({ x, width }) => x + width), left) + MARGIN;
  const bottom = Math.max(...all.map(({ y, height }) => y + height), top) + MARGIN;
  return (
    <svg className={styles['picture']} viewBox={`${left} ${top} ${right - left} ${bottom - top}`} role="img" aria-label={t('picture')}>
      {[...boxes].map(([id, { x, y, width, height }]) => <rect key={id} x={x} y={y} width={width} height={height} rx={16} />)}
      {linesIn(shown).map(({ connection: { from, to } }) => {
        const [source, target] = [boxes.get(from.node), boxes.get(to.node)];
        if (source === undefined || target === undefined) return null;
        const begin = from.port === INNER_START ? source.x : source.x + source.width;
        const end = to.port === INNER_END ? target.x + target.width : target.x;
        return <line key={`${from.node} ${from.port} ${to.node} ${to.port}`} x1={begin} y1={source.y + 31} x2={end} y2={target.y + 31} />;
      })}
    </svg>
  );
}
