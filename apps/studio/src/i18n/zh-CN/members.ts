import type { members as english } from '../en/members.ts';
import type { Words } from '../words.ts';

export const members: Words<typeof english> = {
  title: '成员',
  text: '谁在这个空间工作，以及他们能做什么。',
  personal: '个人空间没有其他成员。要与他人协作，请新建团队空间。',
  member: '成员',
  role: '角色',
  joined: '加入时间',
  you: '你',
  add: '添加成员',
  addText: '对方需要有本实例的账号。',
  added: '{{name}} 已成为成员',
  roleChanged: '{{name}} 的角色已改为{{role}}',
  removeQuestion: '将 {{name}} 移出这个空间？',
  removed: '{{name}} 已不再是成员',
  leave: '退出空间',
  leaveQuestion: '退出这个空间？若要回来，需要他人重新添加你。',
  rolesTitle: '各角色能做什么',
  roleTexts: {
    owner: '拥有全部权限，并可授予或收回所有者角色。',
    admin: '管理空间、成员和模型，查看审计日志。',
    editor: '搭建并发布智能体和工作流。',
    operator: '与智能体对话，运行工作流，查看会话、调用链和用量。',
    viewer: '查看智能体、工作流、模型和成员。',
  },
  roleOf: '{{name}} 的角色',
};
