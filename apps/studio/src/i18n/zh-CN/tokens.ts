import type { tokens as english } from '../en/tokens.ts';
import type { Words } from '../words.ts';

export const tokens: Words<typeof english> = {
  title: '访问令牌',
  text: '令牌让程序以你的名义调用接口。只授予它需要的权限。',
  create: '新建令牌',
  createTitle: '新建访问令牌',
  nameHint: '写明用途，便于日后辨认。',
  workspace: '工作空间',
  allWorkspaces: '你的全部工作空间',
  scopes: '权限范围',
  everything: '你拥有的全部权限',
  chosen: '仅限所选权限',
  scopesMissing: '请至少选择一项权限',
  expiry: '有效期',
  days: '{{count}} 天',
  noExpiry: '永不过期',
  neverExpires: '永不',
  expired: '已过期',
  lastUsed: '最近使用',
  createdTitle: '你的新令牌',
  secret: '访问令牌',
  revoke: '吊销',
  revokeQuestion: '吊销 {{name}}？使用它的程序会立即被拒绝。',
  revoked: '{{name}} 已吊销',
  scopeCount: '{{count}} 项权限',
  all: '全部',
};
