export { BotFrame, type FramedBot } from './bot-frame.tsx';
export { type DefinitionField, definitionFields, textOfField } from './definition-texts.ts';
export { loadDifference } from './load-difference.ts';
export { useBot } from './use-bot.ts';
export { useKnownThings } from './use-known-things.ts';
