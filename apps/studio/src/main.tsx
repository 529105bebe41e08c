import { createRoot } from 'react-dom/client';
import './app/base.css';
import './app/first-sight.css';
import { componentWords } from './app/component-words.ts';
import { StudioApp } from './app/studio-app.tsx';
import { createStore } from './app/store.ts';
import { startWords } from './i18n/index.ts';
import { endFirstSight } from './shared/first-sight.ts';

/** When this page was loaded anew for want of a file, so that it is not again and again. */
const RELOADED = 'buckle.reloaded';
const AGAIN_AFTER = 60_000;

// After an update of the server the files of this page may be gone: the new page has others.
window.addEventListener('vite:preloadError', () => {
  const last = Number(window.sessionStorage.getItem(RELOADED) ?? 0);
  if (!window.navigator.onLine || Date.now() - last < AGAIN_AFTER) return;
  window.sessionStorage.setItem(RELOADED, String(Date.now()));
  window.location.reload();
});

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no place for the studio.');
endFirstSight(root);
const store = createStore();
const { language } = store.getState().preferences;
const [locale] = await Promise.all([componentWords(language), startWords(language)]);
createRoot(root).render(<StudioApp store={store} locale={locale} />);
