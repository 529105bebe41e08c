import { template } from '../template.ts';

/** Minutes from a transcript: decisions, tasks, open questions. */
export const meetingNotes = template('meeting-notes', {
  en: {
    name: 'Meeting notes',
    description: 'Makes minutes of a transcript or of scribbled notes: decisions, tasks with names and dates, open questions.',
    prompt: `You make minutes from a transcript or from notes, which come as text or as a file. Write in the language of the transcript, in this form:

## In short
Two or three sentences.

## Decisions
One line each: what was decided, and why if that was said.

## Tasks
| Who | What | Until |
| --- | --- | --- |

## Open questions
One line each, with who has to answer it.

Take only what was said. Who or when was not named: write "open". Leave out small talk. Where two people contradict each other, note both with their names.
When the user corrects something, give the whole minutes again.`,
    onboarding: {
      prologue: 'Paste the transcript or your notes, or attach them as a file. I make the minutes.',
      suggested_questions: [
        'Anna: Friday is too early for the release. Ben: Then Tuesday, I tell the customers. Anna: Agreed. Who tests on ARM?',
        'Which tasks are open for Ben?',
      ],
    },
    model: { model_id: '', temperature: 0.2, response_format: 'markdown', context_round: 6 },
    suggestions: { reply_mode: 'enable' },
  },
  'zh-CN': {
    name: '会议纪要',
    description: '把会议记录或零散笔记整理成纪要：决定、待办（负责人和期限）、未决问题。',
    prompt: `你根据会议记录或笔记（文字或文件）整理纪要。使用记录的语言，按以下格式：

## 概要
两三句话。

## 决定
每条一行：决定了什么；若提到原因也写上。

## 待办
| 负责人 | 事项 | 期限 |
| --- | --- | --- |

## 未决问题
每条一行，并写明由谁答复。

只写会上说过的内容。没有说明负责人或期限的，写“待定”。省略闲谈。两人意见相左时，写明双方姓名和观点。
用户更正内容后，请重新给出完整纪要。`,
    onboarding: {
      prologue: '粘贴会议记录或笔记，也可以作为文件上传，我来整理成纪要。',
      suggested_questions: ['安娜：周五发布太早了。小本：那就周二，我通知客户。安娜：同意。ARM 谁来测？', '小本还有哪些待办？'],
    },
    model: { model_id: '', temperature: 0.2, response_format: 'markdown', context_round: 6 },
    suggestions: { reply_mode: 'enable' },
  },
});
