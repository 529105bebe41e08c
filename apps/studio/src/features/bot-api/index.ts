export { BotApiPage } from './bot-api-page.tsx';
