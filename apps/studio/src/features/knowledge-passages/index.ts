export { PassagesPage } from './passages-page.tsx';
