import { createSlice } from '@reduxjs/toolkit';

/** Why there is no session: it ran out or was ended elsewhere, or its user has left. */
export type SessionEnd = 'lost' | 'signed-out';

interface SessionState {
  /** Absent while there is one, as far as the last answer told. */
  readonly end?: SessionEnd;
}

/** Whether this browser has a session. */
export const session = createSlice({
  name: 'session',
  initialState: {} as SessionState,
  reducers: {
    // What still asks while somebody leaves finds no session either: that changes nothing.
    sessionLost: ({ end }): SessionState => ({ end: end ?? 'lost' }),
    signedOut: (): SessionState => ({ end: 'signed-out' }),
    sessionStarted: (): SessionState => ({}),
  },
});

export const { sessionLost, signedOut, sessionStarted } = session.actions;
