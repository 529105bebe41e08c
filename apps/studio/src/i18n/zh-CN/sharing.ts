import type { sharing as english } from '../en/sharing.ts';
import type { Words } from '../words.ts';

export const sharing: Words<typeof english> = {
  title: '分享',
  text: '为智能体提供一个独立页面，他人无需了解工作台即可与已发布的版本对话。',
  notPublished: '访客使用的是已发布的版本：请先发布，再分享。',
  offline: '智能体已下线，页面也无法访问。重新发布后链接即可恢复。',
  who: '谁可以与它对话',
  accesses: { off: '不分享', members: '空间成员', password: '知道密码的人', link: '有链接的人', public: '所有人' },
  accessTexts: {
    off: '没有分享页面。',
    members: '已登录的本空间成员。',
    password: '有链接并知道密码的人，无需账号。',
    link: '有链接的人，无需账号；搜索引擎不会收录。',
    public: '无需账号，搜索引擎可以收录。',
  },
  passwordHint: '请把它告诉你的访客。',
  passwordKept: '留空则不变。设置新密码后，此前进入的人需要重新输入。',
  perMinute: '每位访客每分钟的消息数',
  perDay: '全部访客每天的消息数',
  link: '链接',
  open: '打开页面',
  scan: '手机扫码',
  renew: '更换链接',
  renewQuestion: '更换链接？现有链接将立即失效。',
  renewed: '链接已更换',
};
