import { nodeRunner } from '../node-runner.ts';

/** Gives the inputs of the workflow. */
export const start = nodeRunner({ key: 'start', run: ({ inputs }) => ({ outputs: inputs }) });
