import type { IdleSetting, ProblemCode } from '@buckle/canvas';
import type { canvasProblem } from '@buckle/contract';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import styles from './problem-list.module.css';

/** Something wrong with a canvas, as the server or `@buckle/canvas` found it. */
export type CanvasProblem = Pick<z.output<typeof canvasProblem>, 'code' | 'severity' | 'message' | 'node_id' | 'values'>;

/** Puts what is wrong with a canvas into the words of the reader. */
export function useProblemText(): (problem: CanvasProblem) => string {
  const { t, i18n } = useTranslation(['workflowProblems', 'workflowNodeForm']);
  const settingText = (setting: string) => {
    const isKnown = i18n.exists(`idleSettings.${setting}`, { ns: 'workflowNodeForm' });
    return isKnown ? t(`workflowNodeForm:idleSettings.${setting as IdleSetting}`) : setting;
  };
  return ({ code, message, values }) => {
    // What a newer server knows is told in its own words.
    if (!i18n.exists(code, { ns: 'workflowProblems' })) return message;
    // Each word has some of these gaps.
    const gaps = { id: '', type: '', part: '', place: '', reason: '', port: '', titles: '', input: '', path: '', source: '', from: '', to: '', slot: '', name: '', resource: '', ...values, setting: settingText(values['setting'] ?? '') };
    return t(code as ProblemCode, gaps);
  };
}

interface ProblemListProps {
  readonly problems: readonly CanvasProblem[];
  /** Goes to the node of a problem; absent where there is no canvas to go to. */
  readonly onChoose?: (nodeId: string) => void;
}

/** What is wrong with a canvas, each with its node. */
export function ProblemList({ problems, onChoose }: ProblemListProps) {
  const { t } = useTranslation('workflows');
  const textOf = useProblemText();
  return (
    <ul className={styles['problems']}>
      {problems.map((problem, index) => {
        const { node_id: nodeId, severity, values } = problem;
        const title = nodeId === undefined ? t('whole') : values['title'] || nodeId;
        return (
          // The problems of one canvas keep their places.
          <li key={index} data-severity={severity}>
            {nodeId !== undefined && onChoose ? (
              <button type="button" onClick={() => onChoose(nodeId)}>{title}</button>
            ) : (
              <b>{title}</b>
            )}{' '}
            {textOf(problem)}
          </li>
        );
      })}
    </ul>
  );
}
