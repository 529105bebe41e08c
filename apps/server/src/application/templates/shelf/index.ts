import type { Template } from '../template.ts';
import { codeReviewer } from './code-reviewer.ts';
import { houseRules } from './house-rules.ts';
import { interviewCoach } from './interview-coach.ts';
import { meetingNotes } from './meeting-notes.ts';
import { supportDesk } from './support-desk.ts';
import { translator } from './translator.ts';
import { writingHelper } from './writing-helper.ts';

/** Every template, in the order in which it is offered. */
export const templates: readonly Template[] = [
  houseRules,
  supportDesk,
  writingHelper,
  translator,
  meetingNotes,
  interviewCoach,
  codeReviewer,
];
