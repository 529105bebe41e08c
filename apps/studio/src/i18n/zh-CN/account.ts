import type { account as english } from '../en/account.ts';
import type { Words } from '../words.ts';

export const account: Words<typeof english> = {
  title: '账号',
  profile: '个人资料',
  nickName: '昵称',
  nickNameHint: '填写后将代替名称显示。',
  password: '密码',
  currentPassword: '当前密码',
  newPassword: '新密码',
  changePassword: '修改密码',
  passwordChanged: '密码已修改，其他会话均已结束。',
  preferences: '本浏览器',
  sessions: '会话',
  sessionsText: '你在这些地方登录过。若有不认识的会话，请结束它并修改密码。',
  device: '浏览器',
  address: '地址',
  lastUsed: '最近使用',
  current: '当前会话',
  endSession: '结束',
  endSessionQuestion: '结束这个会话？使用者会立即退出登录。',
  sessionEnded: '会话已结束',
};
