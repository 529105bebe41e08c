import type { workspaces as english } from '../en/workspaces.ts';
import type { Words } from '../words.ts';

export const workspaces: Words<typeof english> = {
  overview: '概览',
  personalText: '你的个人空间，其中的内容只有你能看到。',
  teamText: '团队空间，其中的内容由成员共享。',
  yourRole: '你的角色',
  id: '空间 ID',
  idHint: '调用接口时用它指明工作空间。',
  createdAt: '创建时间',
  rename: '重命名',
  renameTitle: '重命名工作空间',
  createTitle: '新建团队空间',
  createText: '你将成为它的所有者，并可以添加成员。',
  created: '工作空间已创建',
  next: '接下来',
  toMembers: '查看空间成员',
  toTokens: '为接口创建访问令牌',
  toReference: '阅读接口文档',
  delete: '删除',
  deleteTitle: '删除 {{name}}',
  deleteText: '立即不再有人能进入，其中的智能体、工作流、会话、文件、模型、分享页、应用和成员将永久删除。',
  deleteName: '为确认，请输入它的名称：{{name}}',
  deleteOther: '名称不一致。',
  deleted: '{{name}} 已删除',
};
