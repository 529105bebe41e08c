import type { NodeCategory } from '@buckle/canvas';
import type { workflowKinds } from '../../i18n/en/workflow-kinds.ts';

/** What a kind of node is called in the code. */
export type KindKey = keyof (typeof workflowKinds)['names'];

/** A kind of node as the studio shows it. */
export interface ShownKind {
  readonly key: KindKey;
  readonly category: NodeCategory;
}

/**
 * The kinds of nodes by their numbers, in the order of the palette. `@buckle/canvas` knows them too; here
 * they are without its schemas, for pages that but name them. A test compares the two.
 */
export const shownKinds: ReadonlyMap<string, ShownKind> = new Map(
  (
    [
      ['1', 'start', 'io'], ['2', 'end', 'io'], ['13', 'message', 'io'],
      ['3', 'llm', 'model'], ['22', 'intent', 'model'],
      ['8', 'selector', 'logic'], ['21', 'loop', 'logic'], ['28', 'batch', 'logic'], ['5', 'code', 'logic'], ['15', 'textProcessor', 'logic'],
      ['32', 'aggregator', 'logic'], ['58', 'toJson', 'logic'], ['59', 'fromJson', 'logic'], ['10002', 'wait', 'logic'],
      ['19', 'break', 'logic'], ['29', 'continue', 'logic'], ['20', 'setVariable', 'logic'],
      ['45', 'http', 'tool'], ['9', 'subworkflow', 'tool'], ['10003', 'callBot', 'tool'], ['4', 'plugin', 'tool'],
      ['18', 'question', 'people'], ['30', 'input', 'people'], ['10001', 'approval', 'people'],
      ['40', 'assignVariable', 'data'], ['6', 'knowledgeSearch', 'data'], ['27', 'knowledgeWrite', 'data'], ['60', 'knowledgeDelete', 'data'],
      ['12', 'databaseSql', 'data'], ['43', 'databaseQuery', 'data'], ['46', 'databaseInsert', 'data'], ['42', 'databaseUpdate', 'data'],
      ['44', 'databaseDelete', 'data'],
      ['39', 'createConversation', 'conversation'], ['53', 'listConversations', 'conversation'], ['51', 'updateConversation', 'conversation'],
      ['52', 'deleteConversation', 'conversation'], ['54', 'conversationHistory', 'conversation'], ['38', 'clearHistory', 'conversation'],
      ['37', 'listMessages', 'conversation'], ['55', 'createMessage', 'conversation'], ['56', 'updateMessage', 'conversation'],
      ['57', 'deleteMessage', 'conversation'],
      ['31', 'comment', 'note'],
    ] satisfies [string, KindKey, NodeCategory][]
  ).map(([type, key, category]) => [type, { key, category }]),
);
