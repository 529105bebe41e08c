import * as contract from '@buckle/contract';
import { type Route, route } from '#kernel/route.ts';
import { tokenPage } from '#kernel/token-page.ts';
import { addCozeMembers, removeCozeMembers } from './coze-members.ts';
import type { Identity } from './index.ts';
import { addMember, listMembers, removeMember, updateMember } from './members.ts';
import { showCozeMember, showCozeWorkspace, showMember, showWorkspace } from './show.ts';
import { createWorkspace, getWorkspace, listWorkspaces, updateWorkspace } from './workspaces.ts';

/** The endpoints of workspaces and their members. */
export function workspaceRoutes({ parts }: Identity): Route[] {
  return [
    route(contract.listCozeWorkspaces, async ({ principal, query }) => {
      const { items, total } = await listWorkspaces(parts, principal, pageByNumber(query));
      return { total_count: total, workspaces: items.map(showCozeWorkspace) };
    }),
    route(contract.listWorkspaces, async ({ principal, query }) => {
      const page = await listWorkspaces(parts, principal, { limit: query.page_size, after: query.page_token });
      return tokenPage(page, showWorkspace);
    }),
    route(contract.createWorkspace, async ({ principal, body, idempotencyKey }) => {
      const wanted = { name: body.name, iconUrl: body.icon_url };
      return showWorkspace(await createWorkspace(parts, principal, wanted, idempotencyKey));
    }),
    route(contract.getWorkspace, async ({ principal, params }) =>
      showWorkspace(await getWorkspace(parts, principal, params.workspace_id)),
    ),
    route(contract.updateWorkspace, async ({ principal, params, body }) => {
      const set = {
        ...(body.name !== undefined ? { name: body.name } : {}),
        ...(body.icon_url !== undefined ? { iconUrl: body.icon_url } : {}),
      };
      return showWorkspace(await updateWorkspace(parts, principal, params.workspace_id, set));
    }),

    route(contract.listCozeMembers, async ({ principal, params, query }) => {
      const { items, total } = await listMembers(parts, principal, params.workspace_id, pageByNumber(query));
      return { total_count: total, items: items.map(showCozeMember) };
    }),
    route(contract.addCozeMembers, ({ principal, params, body }) =>
      addCozeMembers(parts, principal, params.workspace_id, body.users),
    ),
    route(contract.removeCozeMembers, ({ principal, params, body }) =>
      removeCozeMembers(parts, principal, params.workspace_id, body.user_ids),
    ),
    route(contract.listMembers, async ({ principal, params, query }) => {
      const request = { limit: query.page_size, after: query.page_token };
      return tokenPage(await listMembers(parts, principal, params.workspace_id, request), showMember);
    }),
    route(contract.addMember, async ({ principal, params, body }) => {
      const who = 'email' in body ? { email: body.email } : { userId: body.user_id };
      return showMember(await addMember(parts, principal, params.workspace_id, who, body.role));
    }),
    route(contract.updateMember, async ({ principal, params, body }) =>
      showMember(await updateMember(parts, principal, params.workspace_id, params.user_id, body.role)),
    ),
    route(contract.removeMember, async ({ principal, params }) => {
      await removeMember(parts, principal, params.workspace_id, params.user_id);
      return {};
    }),
  ];
}

function pageByNumber({ page_num: number, page_size: limit }: { readonly page_num: number; readonly page_size: number }) {
  return { limit, skip: (number - 1) * limit };
}
