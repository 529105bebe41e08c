import { botDefinition } from '@buckle/contract';
import { describe, expect, it } from 'vitest';
import { blank, definitionOf, type EditedBot, editedOf } from './edited-bot.ts';
import { problemsOf } from './problems.ts';

const whole = botDefinition.parse({
  name: 'Guide',
  description: 'Shows the way',
  prompt: 'You are a guide in {{city}}.',
  onboarding: { prologue: 'Where to?', suggested_questions: ['North?', 'South?'] },
  model: { model_id: '7', temperature: 0.5, top_p: 1, max_tokens: 100, context_round: 0, response_format: 'json' },
  suggestions: { reply_mode: 'customized', customized_prompt: 'Ask.' },
  variables: [{ keyword: 'city', default_value: 'Rome', description: 'Where', enable: false, prompt_enable: false }],
  intents: [{ name: 'Way', description: 'Asks', examples: ['Where?', 'How?'], prompt: '' }, { name: 'Thanks', reply: 'Welcome.' }],
  tools: [{ function: { name: 'clock', description: 'Time', parameters: { type: 'object', properties: { zone: { type: 'string' } } } } }],
  workflows: [{ workflow_id: '8' }, { workflow_id: '9', version: 'v1.0.0' }],
  knowledge: { dataset_ids: ['11', '12'], use: 'tool', mode: 'keyword', top_k: 8, min_score: 0.25, rerank: true, citations: false, nothing_found_reply: 'Ask us.' },
  chatflow: { workflow_id: '10' },
});

describe('a bot that is edited', () => {
  it.each([['whole', whole], ['new', botDefinition.parse({ name: 'New' })]])('is saved as it was where nothing was typed: %s', (_name, definition) => {
    const edited = editedOf(definition);
    expect(definitionOf(edited)).toEqual(definition);
    expect(problemsOf(edited).size).toBe(0);
  });

  it('is saved without what was added and left empty', () => {
    const edited = editedOf(whole);
    const added = {
      ...edited,
      questions: [...edited.questions, ' '],
      variables: [...edited.variables, blank.variable],
      intents: [...edited.intents, blank.intent],
      tools: [...edited.tools, blank.tool],
    };
    expect(problemsOf(added).size).toBe(0);
    expect(definitionOf(added)).toEqual(whole);
  });
});

describe('what a bot knows', () => {
  const using = (changes: Partial<EditedBot['knowledge']>): EditedBot => {
    const edited = editedOf(botDefinition.parse({ name: 'New' }));
    return { ...edited, knowledge: { ...edited.knowledge, ...changes } };
  };

  it.each([['nothing is chosen', {}], ['numbers are emptied', { topK: '', minScore: ' ' }]])('is used by the defaults of the contract where %s', (_name, changes) => {
    const edited = using({ datasetIds: ['11'], ...changes });
    expect(problemsOf(edited).size).toBe(0);
    expect(definitionOf(edited)).toEqual(botDefinition.parse({ name: 'New', knowledge: { dataset_ids: ['11'] } }));
  });

  it('is nothing where the last data set was taken away', () => {
    expect(definitionOf(using({ topK: '8', citations: false }))).not.toHaveProperty('knowledge');
  });
});

describe('who answers', () => {
  it('is prompt and model again where that is chosen', () => {
    expect(definitionOf({ ...editedOf(whole), answeredBy: 'prompt' })).toEqual({ ...whole, chatflow: undefined });
  });
});

describe('the problems of a bot', () => {
  const long = (count: number) => 'x'.repeat(count);
  const variable = (changes: object) => ({ variables: [{ ...blank.variable, keyword: 'a', ...changes }] });
  const intent = (changes: object) => ({ intents: [{ ...blank.intent, name: 'a', ...changes }] });
  const knowledge = (changes: object) => ({ knowledge: { ...editedOf(whole).knowledge, ...changes } });
  const tool = (changes: object) => ({ tools: [{ ...blank.tool, name: 'a', ...changes }] });
  const cases: readonly (readonly [path: string, changes: Partial<EditedBot>])[] = [
    ['name', { name: ' ' }],
    ['name', { name: long(51) }],
    ['description', { description: long(2_001) }],
    ['prompt', { prompt: long(100_001) }],
    ['prologue', { prologue: long(4_001) }],
    ['questions', { questions: Array.from({ length: 11 }, (_, index) => `${index}?`) }],
    ['questions.0', { questions: [long(501)] }],
    ['temperature', { temperature: '2.1' }],
    ['temperature', { temperature: 'warm' }],
    ['topP', { topP: '-0.1' }],
    ['maxTokens', { maxTokens: '0' }],
    ['maxTokens', { maxTokens: '1.5' }],
    ['contextRound', { contextRound: '101' }],
    ['customizedPrompt', { customizedPrompt: long(4_001) }],
    ['variables', { variables: Array.from({ length: 101 }, (_, index) => ({ ...blank.variable, keyword: `v${index}` })) }],
    ['variables.0.keyword', variable({ keyword: '1a' })],
    ['variables.0.keyword', variable({ keyword: '', description: 'without a name' })],
    ['variables.0.value', variable({ default_value: long(10_001) })],
    ['variables.0.description', variable({ description: long(501) })],
    ['intents.0.name', intent({ name: '', text: 'without a name' })],
    ['intents.0.name', intent({ name: long(51) })],
    ['intents.0.description', intent({ description: long(501) })],
    ['intents.0.examples', intent({ examples: long(501) })],
    ['intents.0.examples', intent({ examples: 'a\n'.repeat(51) })],
    ['intents.0.text', intent({ kind: 'reply', text: '' })],
    ['intents.0.text', intent({ kind: 'reply', text: long(10_001) })],
    ['workflows', { workflows: Array.from({ length: 51 }, (_, index) => ({ workflow_id: `${index}`, version: '' })) }],
    ['knowledge.datasetIds', knowledge({ datasetIds: Array.from({ length: 21 }, (_, index) => `${index}`) })],
    ['knowledge.topK', knowledge({ topK: '51' })],
    ['knowledge.topK', knowledge({ topK: '2.5' })],
    ['knowledge.minScore', knowledge({ minScore: '1.1' })],
    ['knowledge.nothingFoundReply', knowledge({ nothingFoundReply: long(4_001) })],
    ['tools.0.name', tool({ name: 'two words' })],
    ['tools.0.description', tool({ description: long(4_001) })],
    ['tools.0.parameters', tool({ parameters: '[]' })],
    ['tools.0.parameters', tool({ parameters: 'null' })],
  ];

  it.each(cases)('are found at %s, and the server would refuse the bot too', (path, changes) => {
    const edited = { ...editedOf(whole), ...changes };
    expect([...problemsOf(edited).keys()]).toEqual([path]);
    expect(botDefinition.safeParse(definitionOf(edited)).success).toBe(false);
  });

  it('are found where a chatflow is to answer and none is chosen', () => {
    expect([...problemsOf({ ...editedOf(whole), chatflow: undefined }).keys()]).toEqual(['chatflow']);
  });

  it.each([
    ['variables.1.keyword', { variables: [blank.variable, blank.variable].map((each) => ({ ...each, keyword: 'a' })) }],
    ['intents.1.name', { intents: [blank.intent, blank.intent].map((each) => ({ ...each, name: 'a' })) }],
    ['tools.1.name', { tools: [blank.tool, blank.tool].map((each) => ({ ...each, name: 'a' })) }],
    ['tools.0.parameters', tool({ parameters: '{"type": "object",}' })],
    ['tools.0.parameters', tool({ parameters: '{"type": "string"}' })],
    ['tools.0.parameters', tool({ parameters: '{"properties": {"a": 1}}' })],
  ])('also hold what no model could use: %s', (path, changes) => {
    expect([...problemsOf({ ...editedOf(whole), ...changes }).keys()]).toEqual([path]);
  });
});
