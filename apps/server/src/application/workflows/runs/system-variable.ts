/** A variable of the system, as a run sees it; undefined where there is none of that name. */
export function systemVariable(name: string, runId: string, userId: string): unknown {
  if (name === 'sys_uuid') return userId;
  return name === 'sys_run_id' ? runId : undefined;
}
