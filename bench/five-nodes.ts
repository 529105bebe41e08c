import { end, from, line, node, start, text } from '../packages/canvas/src/testing/canvas-builder.ts';

/** Five nodes without a model: a start, a choice, a text on either branch, and an end. */
export const fiveNodes = {
  nodes: [
    start('name'),
    node('choice', '8', { inputs: { branches: [{ condition: { logic: 2, conditions: [{ operator: 10, left: { input: from('100001.name') } }] } }] } }),
    text('named', 'Hello {{name}}', { name: from('100001.name') }),
    text('unnamed', 'Hello'),
    end({ greeting: from('named.output') }),
  ],
  edges: [line('100001', 'choice'), line('choice:true', 'named'), line('choice:false', 'unnamed'), line('named', '900001'), line('unnamed', '900001')],
};

/** What its runs are given. */
export const fiveNodesInputs = { name: 'Ann' };
