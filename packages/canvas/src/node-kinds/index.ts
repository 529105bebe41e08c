import type { NodeKind } from '../node-kind.ts';
import { aggregator } from './aggregator.ts';
import { assignVariable } from './assign-variable.ts';
import { awaitedKinds } from './awaited.ts';
import { code } from './code.ts';
import { comment } from './comment.ts';
import { conversationKinds } from './conversation.ts';
import { end } from './end.ts';
import { http } from './http.ts';
import { input } from './input.ts';
import { intent } from './intent.ts';
import { fromJson, toJson } from './json.ts';
import { knowledgeDelete, knowledgeSearch, knowledgeWrite } from './knowledge.ts';
import { llm } from './llm.ts';
import { breakLoop, continueLoop, setVariable } from './loop-control.ts';
import { batch, loop } from './loop.ts';
import { message } from './message.ts';
import { approval, callBot, wait } from './own.ts';
import { question } from './question.ts';
import { selector } from './selector.ts';
import { start } from './start.ts';
import { subworkflow } from './subworkflow.ts';
import { textProcessor } from './text-processor.ts';

/** Every kind of node that a document may have, by its number. */
export const nodeKinds: ReadonlyMap<string, NodeKind> = new Map(
  ([
    start, end, llm, code, selector, subworkflow, message, textProcessor, question, breakLoop, setVariable, loop, intent, batch,
    continueLoop, input, comment, aggregator, assignVariable, http, toJson, fromJson, ...conversationKinds, knowledgeSearch, knowledgeWrite, knowledgeDelete, approval, wait, callBot,
    ...awaitedKinds,
  ] satisfies readonly NodeKind[]).map((kind): [string, NodeKind] => [kind.type, kind]),
);
