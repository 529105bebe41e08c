import type { CanvasDocument } from '@buckle/canvas';
import type { startRun } from '@buckle/contract';
import { useState } from 'react';
import type { RequestOf } from '../../api/endpoint.ts';
import { useStartRunMutation } from '../../api/workflow-runs.ts';
import { hasEnded } from './run-watcher.ts';
import { type FollowedRun, useRun } from './use-run.ts';

/** A run of a draft that is tried, and how to begin one. */
export interface DraftRun {
  readonly runId: string | undefined;
  readonly run: FollowedRun;
  /** Whether it is about to begin. */
  readonly isStarting: boolean;
  /** Whether it is about to begin, or goes on. */
  readonly isBusy: boolean;
  /** Whether the draft could not be saved, so that nothing was run. */
  readonly isUnsaved: boolean;
  /** Why it could not begin. */
  readonly error: unknown;
  /** Saves the draft and runs it; resolves to whether it has begun. */
  readonly start: (body: RequestOf<typeof startRun>['body']) => Promise<boolean>;
  /** Follows another run from now on. */
  readonly follow: (runId: string) => void;
}

/** Runs the draft of a workflow. `beforeRun` saves what is on the canvas, and resolves to whether the draft is as it is seen. */
export function useDraftRun(workflowId: string, canvas: CanvasDocument, beforeRun: () => Promise<boolean>): DraftRun {
  const [send, { isLoading, error }] = useStartRunMutation();
  const [isSaving, setIsSaving] = useState(false);
  const [isUnsaved, setIsUnsaved] = useState(false);
  const [runId, setRunId] = useState<string>();
  const run = useRun(runId, canvas);
  const isStarting = isSaving || isLoading;
  return {
    runId, run, isStarting, isUnsaved, error,
    isBusy: isStarting || (runId !== undefined && !hasEnded(run.state) && run.failure === undefined),
    follow: setRunId,
    async start(body) {
      setIsSaving(true);
      const isSaved = await beforeRun();
      setIsSaving(false);
      setIsUnsaved(!isSaved);
      if (!isSaved) return false;
      const { data } = await send({ params: { workflow_id: workflowId }, body });
      if (data !== undefined) setRunId(data.execute_id);
      return data !== undefined;
    },
  };
}
