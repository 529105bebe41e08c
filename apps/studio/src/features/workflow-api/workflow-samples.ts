import { type CodeSample, codeSamples, shellQuoted, TOKEN_VARIABLE } from '../../shared/code-samples.ts';

/** The ways in which programs call a workflow. */
export const calls = ['run', 'stream', 'background'] as const;

export type WorkflowCall = (typeof calls)[number];

/** What is called, and with what. */
export interface SampleCall {
  readonly baseUrl: string;
  readonly workflowId: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Code that runs a workflow in one of the ways. It works when pasted, with the token set. */
export function workflowSamples(way: WorkflowCall, call: SampleCall): readonly CodeSample[] {
  return codeSamples({ curl: curl[way](call), javascript: javascript[way](call), python: python[way](call) });
}

type Writers = Readonly<Record<WorkflowCall, (call: SampleCall) => string>>;

const authorization = `--header "Authorization: Bearer $${TOKEN_VARIABLE}"`;

/** A request of the shell, its continued lines indented. */
function post({ baseUrl, workflowId, parameters }: SampleCall, path: string, options: string, more: object = {}): string {
  const body = JSON.stringify({ workflow_id: workflowId, parameters, ...more }, null, 2);
  return `curl ${options} ${baseUrl}${path} \\
  ${authorization} \\
  --header 'Content-Type: application/json' \\
  --data ${shellQuoted(indented(body, '  '))}`;
}

const curl: Writers = {
  run: (call) => post(call, '/v1/workflow/run', '--silent --show-error'),
  stream: (call) => post(call, '/v1/workflow/stream_run', '--no-buffer'),
  background: (call) => `RUN=$(${post(call, '/v1/workflow/run', '--silent --show-error', { is_async: true })} \\
  | sed 's/.*"execute_id":"\\([0-9]*\\)".*/\\1/')
while
  STATE=$(curl --silent --show-error ${call.baseUrl}/v1/workflows/${call.workflowId}/run_histories/$RUN ${authorization})
  echo "$STATE" | grep --quiet '"execute_status":"Running"'
do sleep 1; done
echo "$STATE"`,
};

const javascriptClient = ({ baseUrl }: SampleCall): string => `const coze = new CozeAPI({ baseURL: '${baseUrl}', token: process.env.${TOKEN_VARIABLE} });`;
const javascriptCall = ({ workflowId, parameters }: SampleCall, more = ''): string => `{
  workflow_id: '${workflowId}',
  parameters: ${indented(JSON.stringify(parameters, null, 2), '  ')},${more}
}`;

const javascript: Writers = {
  run: (call) => `import { CozeAPI } from '@coze/api';

${javascriptClient(call)}

const run = await coze.workflows.runs.create(${javascriptCall(call)});
console.log(JSON.parse(run.data));`,
  stream: (call) => `import { CozeAPI, WorkflowEventType } from '@coze/api';

${javascriptClient(call)}

const events = coze.workflows.runs.stream(${javascriptCall(call)});
for await (const { event, data } of events) {
  if (event === WorkflowEventType.MESSAGE) process.stdout.write(data.content);
  if (event === WorkflowEventType.INTERRUPT) console.log(data.interrupt_data);
  if (event === WorkflowEventType.ERROR) throw new Error(data.error_message);
}`,
  background: (call) => `import { CozeAPI } from '@coze/api';

${javascriptClient(call)}

const { execute_id } = await coze.workflows.runs.create(${javascriptCall(call, '\n  is_async: true,')});
let run;
do {
  await new Promise((resolve) => setTimeout(resolve, 1000));
  [run] = await coze.workflows.runs.history('${call.workflowId}', execute_id);
} while (run.execute_status === 'Running');
console.log(run.execute_status, run.output, run.error_message);`,
};

const pythonClient = ({ baseUrl }: SampleCall): string => `coze = Coze(auth=TokenAuth(os.environ["${TOKEN_VARIABLE}"]), base_url="${baseUrl}")`;
const pythonCall = ({ workflowId, parameters }: SampleCall, more = ''): string => `
    workflow_id="${workflowId}",
    parameters=${indented(pythonText(parameters), '    ')},${more}
`;

const python: Writers = {
  run: (call) => `import json
import os
from cozepy import Coze, TokenAuth

${pythonClient(call)}

run = coze.workflows.runs.create(${pythonCall(call)})
print(json.loads(run.data))`,
  stream: (call) => `import os
from cozepy import Coze, TokenAuth, WorkflowEventType

${pythonClient(call)}

events = coze.workflows.runs.stream(${pythonCall(call)})
for event in events:
    if event.event == WorkflowEventType.MESSAGE:
        print(event.message.content, end="", flush=True)
    elif event.event == WorkflowEventType.INTERRUPT:
        print(event.interrupt.interrupt_data)
    elif event.event == WorkflowEventType.ERROR:
        raise RuntimeError(event.error.error_message)`,
  background: (call) => `import os
import time
from cozepy import Coze, TokenAuth

${pythonClient(call)}

started = coze.workflows.runs.create(${pythonCall(call, '\n    is_async=True,')})
while True:
    time.sleep(1)
    run = coze.workflows.runs.run_histories.retrieve(workflow_id="${call.workflowId}", execute_id=started.execute_id)
    if run.execute_status != "Running":
        break
print(run.execute_status, run.output, run.error_message)`,
};

/** A text whose lines after the first stand further in. */
function indented(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`);
}

/** A value as Python writes it. */
function pythonText(value: unknown): string {
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (value === null || value === undefined) return 'None';
  if (Array.isArray(value)) return `[${value.map(pythonText).join(', ')}]`;
  if (typeof value !== 'object') return JSON.stringify(value);
  const entries = Object.entries(value).map(([name, entry]) => `${JSON.stringify(name)}: ${pythonText(entry)}`);
  return `{${entries.join(', ')}}`;
}
