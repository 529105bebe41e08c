export { createChatModel, type ChatModelConfig, type ChatModelDependencies, type ModelConnection } from './create-chat-model.ts';
export { estimateMessageTokens, estimateUsage } from './estimate-tokens.ts';
export { estimateTokens } from '#kernel/estimate-tokens.ts';
export { ModelError, type ModelErrorKind } from './model-error.ts';
export { OfflineModel } from './offline-model.ts';
export type * from './port.ts';
export { PRESETS, PROVIDERS, type ModelPreset, type Provider } from './presets.ts';
export { testConnection, type ConnectionTest } from './test-connection.ts';
export { DEFAULT_TIMEOUTS, type ModelTimeouts } from './wrappers/time-outs.ts';
