import { z } from 'zod';
import { idInRequest } from './common.ts';
import { endpoint } from './define.ts';

const tag = 'Workspaces';

/** The longest that can be asked for, in days: a hundred years. */
export const longestRetention = 36_500;

const days = z.int().min(1).max(longestRetention).optional();

/** For how many days a workspace keeps what it holds; what is absent is kept for ever. */
export const retention = z
  .strictObject({
    conversations_days: days.describe('Since somebody last talked in them'),
    traces_days: days.describe('Since the turn that they tell of'),
    files_days: days.describe('Since they were uploaded; pictures of bots stay'),
    usage_days: days.describe('What models were used for, by day'),
    work_days: days.describe('Since it ended; 7 days where neither says'),
  })
  .meta({ id: 'Retention' });

export type Retention = z.output<typeof retention>;

const answer = z
  .object({
    own: retention.describe("Set by the workspace's administrators"),
    instance: retention.describe('Set by the operator for all workspaces: of both the shorter holds'),
  })
  .meta({ id: 'WorkspaceRetention' });

export type WorkspaceRetention = z.output<typeof answer>;

const params = z.object({ workspace_id: idInRequest });

export const getRetention = endpoint('GET', '/api/workspaces/{workspace_id}/retention', {
  name: 'getRetention',
  tag,
  summary: 'How long a workspace keeps what it holds',
  permission: 'workspace.read',
  params,
  answer,
});

export const putRetention = endpoint('PUT', '/api/workspaces/{workspace_id}/retention', {
  name: 'putRetention',
  tag,
  summary: 'Set how long a workspace keeps what it holds, all at once; what is older is removed within a day',
  permission: 'workspace.manage',
  params,
  body: retention,
  answer,
});
