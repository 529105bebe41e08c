export { SharedBotPage } from './shared-bot-page.tsx';
