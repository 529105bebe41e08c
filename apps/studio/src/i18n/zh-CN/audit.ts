import type { audit as english } from '../en/audit.ts';
import type { Words } from '../words.ts';

export const audit: Words<typeof english> = {
  title: '审计日志',
  instanceTitle: '实例日志',
  text: '谁在这个空间做了什么，最新的在前。',
  instanceText: '与整个实例有关的操作：账号、登录、设置。最新的在前。',
  action: '操作',
  actionHint: '完整的操作名，如 member.add',
  actor: '操作者',
  actorHint: '用户 ID',
  nobody: '未登录',
  resource: '对象',
  outcome: '结果',
  outcomes: { begun: '结果未知', done: '完成', refused: '拒绝', failed: '失败' },
  when: '时间',
  from: '起始',
  to: '截止',
  search: '搜索',
  clear: '清除',
  details: '详情',
  address: '地址',
  credential: '凭据',
  via: { session: '浏览器会话', token: '访问令牌', oauth: '已授权的应用', system: '服务器自身', trigger: '工作流的触发器' },
  verify: '校验日志',
  verified: '日志完整：{{chains}} 条链，共 {{entries}} 条记录。',
  broken: '日志被改动：第 {{chain}} 条链，第 {{sequence}} 条记录。{{reason}}',
};
