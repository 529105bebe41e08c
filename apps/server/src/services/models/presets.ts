import type { ModelPreset } from './model-preset.ts';
import { EMBEDDING_PRESETS, RERANK_PRESETS } from './text-model-presets.ts';

const CHAT_PRESETS: readonly Omit<ModelPreset, 'type'>[] = [
  {
    id: 'openai',
    name: 'OpenAI',
    provider: 'openai',
    baseUrl: 'https://api.openai.com/v1',
    keyUrl: 'https://platform.openai.com/api-keys',
    modelNames: ['gpt-5.1', 'gpt-5-mini', 'gpt-4.1'],
    maxTokensField: 'max_completion_tokens',
  },
  {
    id: 'deepseek',
    name: 'DeepSeek',
    provider: 'openai',
    baseUrl: 'https://api.deepseek.com/v1',
    keyUrl: 'https://platform.deepseek.com/api_keys',
    modelNames: ['deepseek-chat', 'deepseek-reasoner'],
  },
  {
    id: 'qwen',
    name: 'Qwen (DashScope) 通义千问',
    provider: 'openai',
    baseUrl: 'https://dashscope.aliyuncs.com/compatible-mode/v1',
    keyUrl: 'https://bailian.console.aliyun.com/?tab=model#/api-key',
    modelNames: ['qwen-plus', 'qwen-max', 'qwen-turbo', 'qwen-vl-max'],
  },
  {
    id: 'doubao',
    name: 'Doubao (Ark) 豆包',
    provider: 'openai',
    baseUrl: 'https://ark.cn-beijing.volces.com/api/v3',
    keyUrl: 'https://console.volcengine.com/ark/region:ark+cn-beijing/apiKey',
    modelNames: ['doubao-seed-1-6-250615', 'doubao-seed-1-6-flash-250615'],
  },
  {
    id: 'moonshot',
    name: 'Moonshot (Kimi) 月之暗面',
    provider: 'openai',
    baseUrl: 'https://api.moonshot.cn/v1',
    keyUrl: 'https://platform.moonshot.cn/console/api-keys',
    modelNames: ['kimi-k2-0905-preview', 'moonshot-v1-32k', 'moonshot-v1-128k'],
  },
  {
    id: 'glm',
    name: 'GLM (Zhipu) 智谱',
    provider: 'openai',
    baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
    keyUrl: 'https://open.bigmodel.cn/usercenter/apikeys',
    modelNames: ['glm-4.6', 'glm-4.5-air', 'glm-4v-plus'],
  },
  { id: 'vllm', name: 'vLLM', provider: 'openai', baseUrl: 'http://127.0.0.1:8000/v1', modelNames: ['Qwen/Qwen3-8B'] },
  { id: 'ollama', name: 'Ollama', provider: 'openai', baseUrl: 'http://127.0.0.1:11434/v1', modelNames: ['qwen3:8b', 'llama3.2', 'gemma3'] },
  {
    id: 'anthropic',
    name: 'Anthropic',
    provider: 'anthropic',
    baseUrl: 'https://api.anthropic.com/v1',
    keyUrl: 'https://console.anthropic.com/settings/keys',
    modelNames: ['claude-sonnet-4-5', 'claude-haiku-4-5', 'claude-opus-4-1'],
  },
  {
    id: 'google',
    name: 'Google Gemini',
    provider: 'google',
    baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
    keyUrl: 'https://aistudio.google.com/apikey',
    modelNames: ['gemini-2.5-flash', 'gemini-2.5-pro'],
  },
  { id: 'offline', name: 'Offline 离线', provider: 'offline', baseUrl: '', modelNames: ['offline'] },
];

/** All presets: those of chat models, then of embedding and rerank models. */
export const PRESETS: readonly ModelPreset[] = [
  ...CHAT_PRESETS.map((preset) => ({ ...preset, type: 'chat' as const })),
  ...EMBEDDING_PRESETS.map((preset) => ({ ...preset, type: 'embedding' as const })),
  ...RERANK_PRESETS.map((preset) => ({ ...preset, type: 'rerank' as const })),
];
