import { emptyInput, type Param, paramsIn } from '../document/block-input.ts';
import type { WorkflowInterface } from '../document/called-workflow.ts';
import { isSame } from '../document/objects.ts';
import { inputParameters, type NodeData } from '../document/setting.ts';
import { typeOfVariable, type Variable } from '../document/variables.ts';
import { outputsOfOneRun } from './batch.ts';
import { subworkflowSettings } from './simple.ts';

/** Which workflow is called: in a version, or as its draft stands where that is empty. */
export interface Called {
  readonly workflowId: string;
  readonly version: string;
  readonly workspaceId: string;
}

/** The data of a node that calls a workflow from now on: inputs of the same name keep their values. */
export function calling(data: NodeData, { workflowId, version, workspaceId }: Called, { inputs, outputs, isAnswer }: WorkflowInterface): NodeData {
  const chosen = subworkflowSettings.version.write(subworkflowSettings.workflowId.write(data, workflowId), version);
  const named: NodeData = { ...chosen, inputs: { ...chosen.inputs, spaceId: workspaceId, type: isAnswer ? 1 : 0 } };
  return withOutputs(inputParameters.write(named, inputsFor(paramsIn(data.inputs?.['inputParameters']), inputs)), outputs);
}

/** Whether the outputs that the node declares are those of the workflow. */
export function isUpToDate(data: NodeData, { outputs }: WorkflowInterface): boolean {
  const shape = (variables: readonly Variable[]) => variables.filter(({ readonly }) => readonly !== true).map((variable) => ({ name: variable.name, type: typeOfVariable(variable) }));
  return isSame(shape(outputsOfOneRun.read(data)), shape(outputs));
}

/** The node with the outputs of the workflow, beside those that come with its error policy. */
export function withOutputs(data: NodeData, outputs: readonly Variable[]): NodeData {
  return outputsOfOneRun.write(data, [...outputs, ...outputsOfOneRun.read(data).filter(({ readonly }) => readonly === true)]);
}

function inputsFor(present: readonly Param[], wanted: readonly Variable[]): readonly Param[] {
  return wanted.flatMap((variable) => {
    const { name = '', required = false } = variable;
    const known = present.find((param) => param.name === name);
    if (known !== undefined) return [known];
    return required ? [{ name, input: emptyInput(typeOfVariable(variable)) }] : [];
  });
}
