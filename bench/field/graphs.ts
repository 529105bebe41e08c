// The workflow of `bench/five-nodes.ts`, as a library of the field writes it. A program of its own, so that none
// shares its memory with another: `node graphs.ts LIBRARY SECONDS AT_ONCE` prints how many runs a second it does.
// The libraries are in `package.json` here.
import { closedLoop } from '../load.ts';

interface Graph {
  run(name: string): Promise<string>;
}

const libraries: Readonly<Record<string, () => Promise<Graph>>> = { langgraph, llamaindex, mastra, pocketflow };

async function langgraph(): Promise<Graph> {
  const { Annotation, END, START, StateGraph } = await import('@langchain/langgraph');
  const state = Annotation.Root({ name: Annotation<string>(), text: Annotation<string>(), greeting: Annotation<string>() });
  const graph = new StateGraph(state)
    .addNode('start', ({ name }) => ({ name }))
    .addNode('choice', () => ({}))
    .addNode('named', ({ name }) => ({ text: `Hello ${name}` }))
    .addNode('unnamed', () => ({ text: 'Hello' }))
    .addNode('end', ({ text }) => ({ greeting: text }))
    .addEdge(START, 'start')
    .addEdge('start', 'choice')
    .addConditionalEdges('choice', ({ name }) => (name === '' ? 'unnamed' : 'named'), ['named', 'unnamed'])
    .addEdge('named', 'end')
    .addEdge('unnamed', 'end')
    .addEdge('end', END)
    .compile();
  return { run: async (name) => (await graph.invoke({ name })).greeting };
}

async function llamaindex(): Promise<Graph> {
  const { createWorkflow, workflowEvent } = await import('@llamaindex/workflow-core');
  const { runWorkflow } = await import('@llamaindex/workflow-core/stream/run');
  const start = workflowEvent<string>();
  const choice = workflowEvent<string>();
  const named = workflowEvent<string>();
  const unnamed = workflowEvent<string>();
  const end = workflowEvent<string>();
  const done = workflowEvent<string>();
  const workflow = createWorkflow();
  workflow.handle([start], (_, { data }) => choice.with(data));
  workflow.handle([choice], (_, { data }) => (data === '' ? unnamed : named).with(data));
  workflow.handle([named], (_, { data }) => end.with(`Hello ${data}`));
  workflow.handle([unnamed], () => end.with('Hello'));
  workflow.handle([end], (_, { data }) => done.with(data));
  return { run: async (name) => (await runWorkflow(workflow, start.with(name), done)).data };
}

async function mastra(): Promise<Graph> {
  const { createStep, createWorkflow } = await import('@mastra/core/workflows');
  const { z } = await import('zod');
  const named = z.object({ name: z.string() });
  const text = z.object({ text: z.string() });
  const both = z.object({ named: text.optional(), unnamed: text.optional() });
  const greeted = z.object({ greeting: z.string() });
  const start = createStep({ id: 'start', inputSchema: named, outputSchema: named, execute: ({ inputData }) => Promise.resolve(inputData) });
  const choice = createStep({ id: 'choice', inputSchema: named, outputSchema: named, execute: ({ inputData }) => Promise.resolve(inputData) });
  const greet = createStep({ id: 'named', inputSchema: named, outputSchema: text, execute: ({ inputData }) => Promise.resolve({ text: `Hello ${inputData.name}` }) });
  const greetNobody = createStep({ id: 'unnamed', inputSchema: named, outputSchema: text, execute: () => Promise.resolve({ text: 'Hello' }) });
  const end = createStep({ id: 'end', inputSchema: both, outputSchema: greeted, execute: ({ inputData }) => Promise.resolve({ greeting: (inputData.named ?? inputData.unnamed)?.text ?? '' }) });
  const workflow = createWorkflow({ id: 'greeting', inputSchema: named, outputSchema: greeted })
    .then(start)
    .then(choice)
    .branch([
      [({ inputData }) => Promise.resolve(inputData.name !== ''), greet],
      [({ inputData }) => Promise.resolve(inputData.name === ''), greetNobody],
    ])
    .then(end)
    .commit();
  return {
    async run(name) {
      const run = await workflow.createRun();
      const outcome = await run.start({ inputData: { name } });
      return outcome.status === 'success' ? outcome.result.greeting : outcome.status;
    },
  };
}

async function pocketflow(): Promise<Graph> {
  const { Flow, Node } = await import('pocketflow');
  interface Shared {
    readonly name: string;
    text?: string;
    greeting?: string;
  }
  class Start extends Node<Shared> {}
  class Choice extends Node<Shared> {
    override post({ name }: Shared): Promise<string> {
      return Promise.resolve(name === '' ? 'unnamed' : 'named');
    }
  }
  class Named extends Node<Shared> {
    override post(shared: Shared): Promise<undefined> {
      shared.text = `Hello ${shared.name}`;
      return Promise.resolve(undefined);
    }
  }
  class Unnamed extends Node<Shared> {
    override post(shared: Shared): Promise<undefined> {
      shared.text = 'Hello';
      return Promise.resolve(undefined);
    }
  }
  class End extends Node<Shared> {
    override post(shared: Shared): Promise<undefined> {
      shared.greeting = shared.text ?? '';
      return Promise.resolve(undefined);
    }
  }
  const [start, choice, named, unnamed, end] = [new Start(), new Choice(), new Named(), new Unnamed(), new End()];
  start.next(choice);
  choice.on('named', named).on('unnamed', unnamed);
  named.next(end);
  unnamed.next(end);
  const flow = new Flow<Shared>(start);
  return {
    async run(name) {
      const shared: Shared = { name };
      await flow.run(shared);
      return shared.greeting ?? '';
    },
  };
}

const [name = '', seconds = '1', atOnce = '1'] = process.argv.slice(2);
const open = libraries[name];
if (open === undefined) throw new Error(`There is no library "${name}": there are ${Object.keys(libraries).join(', ')}.`);
const graph = await open();
const run = async (): Promise<void> => {
  const greeting = await graph.run('Ann');
  if (greeting !== 'Hello Ann') throw new Error(`${name} greets with ${JSON.stringify(greeting)}.`);
};
await closedLoop(Number(atOnce), 1, run);
const { results, errors, seconds: taken } = await closedLoop(Number(atOnce), Number(seconds), run);
if (errors.length > 0) throw errors[0];
console.log(results.length / taken);
