import type { Permission } from '@buckle/contract';
import {
  ApiOutlined, AppstoreOutlined, AuditOutlined, BarChartOutlined, BlockOutlined, CloudServerOutlined, CommentOutlined, HomeOutlined, KeyOutlined,
  PartitionOutlined, ReadOutlined, RobotOutlined, SafetyOutlined, SettingOutlined, TeamOutlined, UserOutlined,
} from '@ant-design/icons';
import type { ComponentType } from 'react';
import type { shell } from '../i18n/en/shell.ts';

/** One entry of the navigation. */
export interface Entry {
  readonly word: keyof (typeof shell)['entries'];
  readonly icon: ComponentType<{ readonly 'aria-hidden': boolean }>;
  /** Below `/w/:workspaceId` in the first section, else from the root. */
  readonly path: string;
  /** The entry is there only for roles that have it. */
  readonly permission?: Permission;
}

/** What is there in a workspace. */
export const workspaceEntries: readonly Entry[] = [
  { word: 'bots', icon: RobotOutlined, path: '/bots', permission: 'bot.read' },
  { word: 'workflows', icon: PartitionOutlined, path: '/workflows', permission: 'workflow.read' },
  { word: 'knowledge', icon: ReadOutlined, path: '/knowledge', permission: 'knowledge.read' },
  { word: 'overview', icon: HomeOutlined, path: '' },
  { word: 'conversations', icon: CommentOutlined, path: '/conversations', permission: 'conversation.read' },
  { word: 'models', icon: ApiOutlined, path: '/models', permission: 'model.read' },
  { word: 'usage', icon: BarChartOutlined, path: '/usage', permission: 'usage.read' },
  { word: 'members', icon: TeamOutlined, path: '/members', permission: 'member.read' },
  { word: 'oauthApps', icon: BlockOutlined, path: '/oauth-apps', permission: 'workspace.manage' },
  { word: 'audit', icon: AuditOutlined, path: '/audit', permission: 'audit.read' },
];

/** What belongs to the user. */
export const accountEntries: readonly Entry[] = [
  { word: 'account', icon: SettingOutlined, path: '/account' },
  { word: 'tokens', icon: KeyOutlined, path: '/account/tokens' },
  { word: 'authorizations', icon: AppstoreOutlined, path: '/account/apps' },
];

/** What is there for those who administer the instance. */
export const instanceEntries: readonly Entry[] = [
  { word: 'users', icon: UserOutlined, path: '/instance/users' },
  { word: 'instanceModels', icon: CloudServerOutlined, path: '/instance/models' },
  { word: 'instanceAudit', icon: SafetyOutlined, path: '/instance/audit' },
];
