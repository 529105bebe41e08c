import { Navigate } from 'react-router';
import { useWorkspaceId } from '../shared/use-workspace.ts';

/** The start page: the bots of the workspace that was looked at last, or of the user's own. */
export function Home() {
  const workspaceId = useWorkspaceId();
  return workspaceId === '' ? null : <Navigate to={`/w/${workspaceId}/bots`} replace />;
}
