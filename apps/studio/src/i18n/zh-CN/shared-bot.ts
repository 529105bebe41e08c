import type { sharedBot as english } from '../en/shared-bot.ts';
import type { Words } from '../words.ts';

export const sharedBot: Words<typeof english> = {
  missing: '这里没有内容',
  missingText: '链接可能不完整、已被更换，或智能体已停止分享。请询问给你链接的人。',
  passwordTitle: '请输入密码',
  passwordText: '给你链接的人知道密码。',
  wrongPassword: '密码不正确。',
  enter: '进入',
  signInTitle: '仅限成员',
  signInText: '请用这个智能体所在空间的成员账号登录。',
  signIn: '登录',
  history: '你的对话',
  newConversation: '新对话',
  noHistory: '你还没有与它对话。',
  untitled: '没有问题',
  delete: '删除',
  deleteQuestion: '删除这个对话？此操作无法撤销。',
  earlier: '更早的消息',
  like: '回答得好',
  unlike: '回答得不好',
  note: '内容由 AI 生成，可能有误。',
};
