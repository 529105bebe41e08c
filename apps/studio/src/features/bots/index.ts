export { BotsPage } from './bots-page.tsx';
