import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { useSelector } from 'react-redux';
import { type Language, preferredLanguage } from '../i18n/index.ts';

/** How bright the studio is: as the system, or as chosen. */
export const themeChoices = ['system', 'light', 'dark'] as const;

export type ThemeChoice = (typeof themeChoices)[number];

/** What this browser remembers of its user's taste. */
export interface Preferences {
  readonly theme: ThemeChoice;
  readonly language: Language;
}

const THEME = 'buckle.theme';
const LANGUAGE = 'buckle.language';
/** In seconds. */
const YEAR = 365 * 24 * 3600;

function remembered(): Preferences {
  const theme = localStorage.getItem(THEME);
  return {
    theme: themeChoices.find((choice) => choice === theme) ?? 'system',
    language: preferredLanguage(localStorage.getItem(LANGUAGE), navigator.languages),
  };
}

/** Keeps them for the next visit, and in a cookie for the server, which draws the first sight of a page (`access/pages/look.ts`). */
export function remember({ theme, language }: Preferences): void {
  localStorage.setItem(THEME, theme);
  localStorage.setItem(LANGUAGE, language);
  document.cookie = `buckle_look=${language}.${theme === 'system' ? '' : theme}; path=/; max-age=${YEAR}; samesite=lax`;
}

/** The part of the store that holds them. */
export const preferences = createSlice({
  name: 'preferences',
  initialState: remembered,
  reducers: {
    themeChosen(state, { payload }: PayloadAction<ThemeChoice>) {
      state.theme = payload;
    },
    languageChosen(state, { payload }: PayloadAction<Language>) {
      state.language = payload;
    },
  },
});

export const { themeChosen, languageChosen } = preferences.actions;

/** What this browser remembers of its user. */
export function usePreferences(): Preferences {
  return useSelector((state: { readonly preferences: Preferences }) => state.preferences);
}
