import { useTranslation } from 'react-i18next';
import { type Canvas, type CanvasChange, canvasChanges } from './canvas-changes.ts';

interface CanvasDifferenceProps {
  readonly before: Canvas;
  readonly after: Canvas;
  /** What is said where there is none. */
  readonly same: string;
}

/** What differs between two canvases, in words. */
export function CanvasDifference({ before, after, same }: CanvasDifferenceProps) {
  const { t } = useTranslation('workflows');
  const changes = canvasChanges(before, after);
  if (changes.length === 0) return <p className="quiet">{same}</p>;
  const wordOf = (change: CanvasChange): string => {
    if ('count' in change) return t(`changes.${change.kind}`, { count: change.count });
    return change.kind === 'renamed' ? t('changes.renamed', { title: change.title, name: change.name }) : t(`changes.${change.kind}`, { title: change.title });
  };
  return (
    <ul>
      {changes.map((change, index) => (
        // The changes of one comparison keep their places.
        <li key={index}>{wordOf(change)}</li>
      ))}
    </ul>
  );
}
