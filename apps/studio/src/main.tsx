import { createRoot } from 'react-dom/client';
import './app/base.css';
import { componentWords } from './app/component-words.ts';
import { StudioApp } from './app/studio-app.tsx';
import { createStore } from './app/store.ts';
import { startWords } from './i18n/index.ts';

// After an update of the server the files of this page may be gone: the new page has others.
window.addEventListener('vite:preloadError', () => window.location.reload());

const root = document.querySelector('#root');
if (!root) throw new Error('The page has no place for the studio.');
const store = createStore();
const { language } = store.getState().preferences;
const [locale] = await Promise.all([componentWords(language), startWords(language)]);
createRoot(root).render(<StudioApp store={store} locale={locale} />);
