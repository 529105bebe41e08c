import { Navigate } from 'react-router';
import { useWorkspaceId } from '../shared/use-workspace.ts';

/** The start page: the workspace that was looked at last, or the user's own. */
export function Home() {
  const workspaceId = useWorkspaceId();
  return workspaceId === '' ? null : <Navigate to={`/w/${workspaceId}`} replace />;
}
