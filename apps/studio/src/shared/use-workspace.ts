import type { Permission, Workspace } from '@buckle/contract';
import { useParams } from 'react-router';
import { useGetProfileQuery } from '../api/account.ts';
import { useGetWorkspaceQuery } from '../api/workspaces.ts';

const LAST = 'buckle.workspace';

/** The workspace that the address names, else the one that was looked at last, else the user's own. */
export function useWorkspaceId(): string {
  const { workspaceId } = useParams();
  const { data: profile } = useGetProfileQuery();
  return workspaceId ?? localStorage.getItem(LAST) ?? profile?.personal_workspace_id ?? '';
}

/** Remembers the workspace that is looked at, for pages whose address names none. */
export function rememberWorkspace(workspaceId: string): void {
  localStorage.setItem(LAST, workspaceId);
}

/** Forgets it, as when somebody signs out. */
export function forgetWorkspace(): void {
  localStorage.removeItem(LAST);
}

/** The current workspace, and what the caller's role allows in it. */
export interface CurrentWorkspace {
  readonly workspaceId: string;
  /** Absent until it is known. */
  readonly workspace: Workspace | undefined;
  readonly error: unknown;
  /** Whether the role allows it; no, until that is known. */
  readonly can: (permission: Permission) => boolean;
}

/** The workspace that the page is about. */
export function useWorkspace(): CurrentWorkspace {
  const workspaceId = useWorkspaceId();
  const { data, error } = useGetWorkspaceQuery({ params: { workspace_id: workspaceId } }, { skip: workspaceId === '' });
  return { workspaceId, workspace: data, error, can: (permission) => data?.permissions.includes(permission) ?? false };
}
