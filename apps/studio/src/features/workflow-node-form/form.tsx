import { type CanvasDocument, type CanvasNode, type Expression, expressionsIn, nodesIn, type Problem, readGraph, scopeOfNode } from '@buckle/canvas';
import type { WorkflowIdMap } from '@buckle/contract';
import { type ComponentType, useDeferredValue, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { Claims } from './claims.ts';
import { type Editing, EditingProvider, type NamedVariable, type PortChanges } from './editing.ts';
import styles from './fields/fields.module.css';
import { OtherProblems } from './fields/problem-notes.tsx';
import { AggregatorForm } from './kinds/aggregator-form.tsx';
import { ApprovalForm } from './kinds/approval-form.tsx';
import { AssignVariableForm } from './kinds/assign-variable-form.tsx';
import { BatchForm } from './kinds/batch-form.tsx';
import { BreakForm } from './kinds/break-form.tsx';
import { CallBotForm } from './kinds/call-bot-form.tsx';
import { CodeForm } from './kinds/code-form.tsx';
import { CommentForm } from './kinds/comment-form.tsx';
import { ConversationForm } from './kinds/conversation-form.tsx';
import { EndForm } from './kinds/end-form.tsx';
import { HttpForm } from './kinds/http-form.tsx';
import { InputForm } from './kinds/input-form.tsx';
import { IntentForm } from './kinds/intent-form.tsx';
import { FromJsonForm, ToJsonForm } from './kinds/json-form.tsx';
import { KnowledgeForm } from './kinds/knowledge-form.tsx';
import { LlmForm } from './kinds/llm-form.tsx';
import { LoopForm } from './kinds/loop-form.tsx';
import { MessageForm } from './kinds/message-form.tsx';
import { QuestionForm } from './kinds/question-form.tsx';
import { SelectorForm } from './kinds/selector-form.tsx';
import { SetVariableForm } from './kinds/set-variable-form.tsx';
import { StartForm } from './kinds/start-form.tsx';
import { SubworkflowForm } from './kinds/subworkflow-form.tsx';
import { TextForm } from './kinds/text-form.tsx';
import { WaitForm } from './kinds/wait-form.tsx';
import { WaitingForm } from './kinds/waiting-form.tsx';
import { conversationInputs } from './settings/conversation.ts';

/** The form of each kind of node, by its number. */
const forms: Readonly<Record<string, ComponentType>> = {
  1: StartForm,
  2: EndForm,
  3: LlmForm,
  5: CodeForm,
  6: KnowledgeForm,
  8: SelectorForm,
  9: SubworkflowForm,
  13: MessageForm,
  15: TextForm,
  18: QuestionForm,
  19: BreakForm,
  20: SetVariableForm,
  21: LoopForm,
  22: IntentForm,
  27: KnowledgeForm,
  28: BatchForm,
  29: BreakForm,
  30: InputForm,
  31: CommentForm,
  32: AggregatorForm,
  40: AssignVariableForm,
  45: HttpForm,
  58: ToJsonForm,
  59: FromJsonForm,
  60: KnowledgeForm,
  10001: ApprovalForm,
  10002: WaitForm,
  10003: CallBotForm,
  ...Object.fromEntries(Object.keys(conversationInputs).map((type) => [type, ConversationForm])),
};

/** What the form of a node is given. */
export interface NodeFormProps {
  readonly node: CanvasNode;
  readonly canvas: CanvasDocument;
  /** What is wrong with the canvas; the form shows what is wrong with its node. */
  readonly problems: readonly Problem[];
  readonly workspaceId: string;
  readonly idMap: WorkflowIdMap;
  readonly readOnly?: boolean;
  /** Told of the node as it is then; `ports` says which of its exits are called otherwise, so that lines can follow. */
  readonly onChange: (node: CanvasNode, ports?: PortChanges) => void;
}

/** The settings of a node. */
export function Form(props: NodeFormProps) {
  // What was typed and could not be read belongs to its node.
  return <FormOfNode key={props.node.id} {...props} />;
}

function FormOfNode({ node, canvas, problems, workspaceId, idMap, readOnly = false, onChange }: NodeFormProps) {
  const [claims] = useState(() => new Claims());
  const latest = useRef(node);
  useLayoutEffect(() => {
    latest.current = node;
  }, [node]);
  const read = useRead(canvas, node.id);
  const editing: Editing = {
    ...read,
    node,
    data: node.data ?? {},
    problems: problems.filter(({ node_id: id }) => id === node.id),
    claims,
    workspaceId,
    idMap,
    isReadOnly: readOnly,
    change(next, ports) {
      const data = next(latest.current.data ?? {});
      if (data === latest.current.data) return;
      // At once: another change may come before the first is shown.
      latest.current = { ...latest.current, data };
      onChange(latest.current, ports);
    },
  };
  const KindForm = forms[node.type] ?? WaitingForm;
  return (
    <EditingProvider value={editing}>
      <div className={styles['form']} data-form={node.type}>
        <OtherProblems />
        <KindForm />
      </div>
    </EditingProvider>
  );
}

/** What the canvas says about a node; while somebody types, of a moment ago. */
function useRead(canvas: CanvasDocument, nodeId: string): Pick<Editing, 'graphNode' | 'scope' | 'inside' | 'variables'> {
  const shown = useDeferredValue(canvas);
  return useMemo(() => {
    const { graph } = readGraph(shown);
    const nodes = nodesIn(graph);
    const graphNode = nodes.find(({ id }) => id === nodeId);
    const all = scopeOfNode(graph, nodeId);
    const isInside = ({ relation }: (typeof all)[number]): boolean => relation === 'inside' || (relation === 'self' && graphNode?.kind.composite !== undefined);
    return {
      graphNode,
      scope: all.filter((source) => !isInside(source)),
      inside: all.filter(isInside),
      variables: nodes.flatMap(({ config, inputs }) => [...expressionsIn([config, inputs])].flatMap(({ value }) => variableIn(value))),
    };
  }, [shown, nodeId]);
}

function variableIn(value: Expression): NamedVariable[] {
  return value.expression === 'variable' ? [{ scope: value.scope, name: String(value.path[0]) }] : [];
}
