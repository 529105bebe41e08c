export { ChatSession } from './chat-session.ts';
export { Composer } from './composer.tsx';
export { MessageList, Suggestions } from './message-list.tsx';
export { CitedPassages } from './told-passages.tsx';
export { TraceView } from './trace-view.tsx';
export { turnsOf } from './past-turns.ts';
export { messagesOf, newTurn, type Question, type Turn } from './turn.ts';
export { type ChatState, useChat, useChatSession } from './use-chat.ts';
