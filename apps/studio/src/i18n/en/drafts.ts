/** Words for drafts that are saved as they are typed. */
export const drafts = {
  save: {
    saved: 'Saved',
    waiting: 'Not saved yet',
    saving: 'Saving…',
    invalid: 'Not saved: {{count}} to be corrected',
    failed: 'Not saved',
    conflict: 'Changed elsewhere',
  },
  restored: 'What you had typed before and was not saved is here again.',
  leaveQuestion: 'Some of what you typed is not saved. Leave this page all the same?',
  leave: 'Leave',
  stay: 'Stay',
  conflictTitle: 'The draft was changed elsewhere',
  mine: 'Yours, here',
  theirs: 'Saved elsewhere',
  keepChoice: 'Save this choice',
  nothing: '(empty)',
  conflictOpen: 'Show both',
} as const;
