import type { Problem } from '@buckle/canvas';
import { useLayoutEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import controls from '../../../shared/controls.module.css';
import { placeOf } from '../claims.ts';
import { useEditing } from '../editing.ts';
import { problemText } from '../problem-text.ts';
import styles from './fields.module.css';

/** The problems of the node that are shown at a field: its own, and those inside of it that nobody shows nearer. */
function useProblems(field: string | undefined): readonly Problem[] {
  const { problems, claims } = useEditing();
  const fields = useSyncExternalStore(claims.subscribe, claims.fields);
  return problems.filter((problem) => placeOf(problem, fields) === field);
}

/** Whether something at a field keeps the node from running. */
export function useIsWrong(field: string): boolean {
  return useProblems(field).some(({ severity }) => severity === 'error');
}

/** Says what is wrong at a field, and that it is said here. */
export function ProblemNotes({ field }: { readonly field: string }) {
  const { claims } = useEditing();
  useLayoutEffect(() => claims.claim(field), [claims, field]);
  return <ProblemList problems={useProblems(field)} />;
}

/** What is wrong with the node and shown at none of its fields. */
export function OtherProblems() {
  const problems = useProblems(undefined);
  if (problems.length === 0) return null;
  return (
    <div className={styles['others']}>
      <ProblemList problems={problems} />
    </div>
  );
}

function ProblemList({ problems }: { readonly problems: readonly Problem[] }) {
  const { t } = useTranslation('workflowNodeForm');
  return problems.map((problem, index) => (
    <span key={index} className={problem.severity === 'error' ? controls['problem'] : styles['warning']}>
      {problemText(problem, t)}
    </span>
  ));
}
