import type { drafts as english } from '../en/drafts.ts';
import type { Words } from '../words.ts';

export const drafts: Words<typeof english> = {
  save: {
    saved: '已保存',
    waiting: '尚未保存',
    saving: '保存中…',
    invalid: '未保存：有 {{count}} 处需要修改',
    failed: '未保存',
    conflict: '已在别处更改',
  },
  restored: '已恢复你之前输入但没有保存的内容。',
  leaveQuestion: '有内容尚未保存，仍要离开这个页面吗？',
  leave: '离开',
  stay: '留下',
  conflictTitle: '草稿已在别处更改',
  mine: '你在这里的',
  theirs: '别处保存的',
  keepChoice: '按此保存',
  nothing: '（空）',
  conflictOpen: '查看两份内容',
};
