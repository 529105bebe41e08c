import { createSlice } from '@reduxjs/toolkit';

/** Whether this browser has a session, as far as the last answer told. */
export const session = createSlice({
  name: 'session',
  initialState: { ended: false },
  reducers: {
    /** The server knows no session of this browser (any more). */
    sessionEnded: (state) => {
      state.ended = true;
    },
    sessionStarted: (state) => {
      state.ended = false;
    },
  },
});

export const { sessionEnded, sessionStarted } = session.actions;
