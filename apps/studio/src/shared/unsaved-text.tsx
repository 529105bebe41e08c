import { createContext, type ReactNode, use, useCallback, useEffect, useId, useState } from 'react';
import { LeaveQuestion } from './leave-question.tsx';
import { useLeaveWarning } from './use-leave-warning.ts';

const Report = createContext<(field: string, isUnsaved: boolean) => void>(() => undefined);

/** Asks before a page is left, or closed, while any of the fields inside have text that is not saved; see `useUnsavedText`. */
export function UnsavedText({ children }: { readonly children: ReactNode }) {
  const [fields, setFields] = useState<ReadonlySet<string>>(new Set());
  const report = useCallback((field: string, isUnsaved: boolean) => {
    setFields((known) => {
      if (known.has(field) === isUnsaved) return known;
      return isUnsaved ? new Set([...known, field]) : new Set([...known].filter((other) => other !== field));
    });
  }, []);
  const isUnsaved = fields.size > 0;
  useLeaveWarning(isUnsaved);
  return (
    <Report value={report}>
      {children}
      <LeaveQuestion isUnsaved={isUnsaved} />
    </Report>
  );
}

/** Tells the `UnsavedText` around it whether a field has text that is not saved. */
export function useUnsavedText(isUnsaved: boolean): void {
  const field = useId();
  const report = use(Report);
  useEffect(() => {
    report(field, isUnsaved);
    return () => report(field, false);
  }, [report, field, isUnsaved]);
}
