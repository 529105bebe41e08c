export { BotEditorPage } from './bot-editor-page.tsx';
