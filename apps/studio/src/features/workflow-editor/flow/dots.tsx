import { type ReactFlowState, useStore } from '@xyflow/react';
import styles from './canvas.module.css';

/** The room between dots, in pixels of the canvas; and the least that it may look like. */
const GAP = 20;
const LEAST = 14;

/**
 * The dots of the ground. They are drawn once for a zoom and only pushed after that: React Flow's own, a
 * pattern that is drawn at each step, cost two thirds of the frames where no graphics card helps.
 */
export function Dots() {
  const gap = useStore(gapOf);
  const x = useStore(({ transform: [left] }) => left % gap);
  const y = useStore(({ transform: [, top] }) => top % gap);
  return <div className={styles['dots']} style={{ backgroundSize: `${gap}px ${gap}px`, transform: `translate(${x}px, ${y}px)` }} aria-hidden />;
}

function gapOf({ transform: [, , zoom] }: ReactFlowState): number {
  let gap = GAP * zoom;
  while (gap < LEAST) gap *= 2;
  return gap;
}
