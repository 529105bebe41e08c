import { chatModelCases } from '../cases.ts';
import { anthropicRecordings } from './anthropic-recordings.ts';
import { googleRecordings } from './google-recordings.ts';
import { anthropicChatModel, googleChatModel } from './providers.ts';

chatModelCases('Anthropic', {
  recordings: anthropicRecordings,
  create: (origin, { fetch }, apiKey) => anthropicChatModel({ baseUrl: `${origin}/v1`, modelName: 'claude-x', apiKey }, fetch),
});

chatModelCases('Google', {
  recordings: googleRecordings,
  create: (origin, { fetch }, apiKey) => googleChatModel({ baseUrl: `${origin}/v1beta`, modelName: 'gemini-x', apiKey }, fetch),
});
