import type { ChatModel } from '../port.ts';
import type { EmbeddingCalls } from '../texts/embedding-calls.ts';
import type { CallSubject } from '../vendor-error.ts';
import { AiSdkChatModel } from './ai-sdk-chat-model.ts';
import { AiSdkEmbeddingModel } from './ai-sdk-embedding-model.ts';

// The providers are a megabyte of program, which a server whose models speak OpenAI's format never needs.

type Fetch = typeof globalThis.fetch;

/** A model of Anthropic's messages API. */
export function anthropicChatModel(subject: CallSubject, fetch: Fetch): ChatModel {
  return new AiSdkChatModel(async () => {
    const { createAnthropic } = await import('@ai-sdk/anthropic');
    return createAnthropic(settings(subject, fetch))(subject.modelName);
  }, subject);
}

/** A model of Google's Gemini API. */
export function googleChatModel(subject: CallSubject, fetch: Fetch): ChatModel {
  return new AiSdkChatModel(async () => {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle(settings(subject, fetch))(subject.modelName);
  }, subject);
}

/** An embedding model of Google's Gemini API. */
export function googleEmbeddingModel(subject: CallSubject, fetch: Fetch): EmbeddingCalls {
  const load = async () => {
    const { createGoogle } = await import('@ai-sdk/google');
    return createGoogle(settings(subject, fetch)).embeddingModel(subject.modelName);
  };
  return new AiSdkEmbeddingModel(load, subject, (purpose) => ({
    google: { taskType: purpose === 'query' ? 'RETRIEVAL_QUERY' : 'RETRIEVAL_DOCUMENT' },
  }));
}

/** A key is always given, because a provider would otherwise take one from this process's environment. */
function settings({ baseUrl, apiKey }: CallSubject, fetch: Fetch): { baseURL: string; apiKey: string; fetch: Fetch } {
  return { baseURL: baseUrl.replace(/\/+$/, ''), apiKey: apiKey || 'none', fetch };
}
