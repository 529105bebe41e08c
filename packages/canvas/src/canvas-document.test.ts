import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InvalidCanvas, parseCanvas } from './canvas-document.ts';
import { validateCanvas } from './validate.ts';

describe('a canvas', () => {
  it('is read from its JSON or its value, and keeps what is not known', () => {
    const value = { nodes: [{ id: 1, type: 1, data: { future: true }, blocks: null, edges: null }], edges: null, more: 'kept' };
    expect(parseCanvas(JSON.stringify(value))).toEqual(parseCanvas(value));
    expect(parseCanvas(value)).toMatchObject({ nodes: [{ id: '1', type: '1', data: { future: true } }], more: 'kept' });
  });

  it.each([
    ['no JSON', '{"nodes":', 'The canvas is not JSON'],
    ['no object', '[]', 'The canvas is not as it should be'],
    ['no nodes', '{}', 'The canvas at nodes is missing'],
    ['a node without a type', { nodes: [{ id: 'a' }] }, 'The canvas at nodes.0.type is'],
    ['an inner line without an end', { nodes: [{ id: 'a', type: '21', edges: [{ sourceNodeID: 'a' }] }] }, 'nodes.0.edges.0.targetNodeID'],
  ])('that has %s is refused, saying where', (_, source, message) => {
    expect(() => parseCanvas(source)).toThrow(InvalidCanvas);
    expect(() => parseCanvas(source)).toThrow(message);
  });

  it('that lies too deep or is too large is refused', () => {
    let nested: unknown = [];
    for (let depth = 0; depth < 10_000; depth += 1) nested = [{ id: 'a', type: '21', blocks: nested }];
    expect(() => parseCanvas({ nodes: nested })).toThrow('deep');
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(() => parseCanvas(`{"nodes":[],"more":${deep}}`)).toThrow('more than 64 deep');
    const nodes = Array.from({ length: 2_001 }, (_, index) => ({ id: `${index}`, type: '15' }));
    expect(() => parseCanvas({ nodes })).toThrow('more than 2000 nodes');
  });

  it('of any content is read or refused, and then checked, without a crash', () => {
    const types = fc.constantFrom('1', '2', '3', '5', '8', '9', '13', '15', '18', '20', '21', '22', '28', '30', '32', '40', '45', '58', '10001', '77');
    const words = fc.constantFrom('inputParameters', 'llmParam', 'branches', 'condition', 'conditions', 'left', 'right', 'input', 'value', 'content', 'name', 'type', 'schema', 'settingOnError', 'batch', 'inputLists', 'outputSchema', 'intents', 'body', 'bodyType', 'apiInfo', 'url', 'mergeGroups', 'variables');
    const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.constantFrom('ref', 'literal', 'object_ref', 'list', 'object', '{{a.b}}', '{{block_output_1.x}}'));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(words, tie('value'), { maxKeys: 4 })),
    }));
    const id = fc.constantFrom('100001', '900001', '1', '2', '3');
    const edge = fc.record({ sourceNodeID: id, targetNodeID: id, sourcePortID: fc.constantFrom('', 'true', 'false', 'branch_0', 'branch_error') });
    const inner = fc.record({ id, type: types, data: fc.record({ inputs: fc.dictionary(words, value), outputs: fc.array(value, { maxLength: 3 }) }) });
    const node = fc.record({ id, type: types, data: fc.record({ inputs: fc.dictionary(words, value), outputs: fc.array(value, { maxLength: 3 }) }), blocks: fc.array(inner, { maxLength: 2 }), edges: fc.array(edge, { maxLength: 2 }) });
    const document = fc.record({ nodes: fc.array(fc.oneof({ weight: 9, arbitrary: node }, { weight: 1, arbitrary: value }), { maxLength: 5 }), edges: fc.array(edge, { maxLength: 6 }) });
    fc.assert(
      fc.property(document, (source) => {
        expect(outcomeOf(source)).toEqual(expect.not.arrayContaining([expect.stringContaining('undefined')]));
      }),
      { numRuns: 300 },
    );
  });
});

/** The messages of all problems, or the one with which it is refused; any other error is thrown. */
function outcomeOf(source: unknown): readonly string[] {
  try {
    return validateCanvas(parseCanvas(source)).problems.map(({ message }) => message);
  } catch (error) {
    if (error instanceof InvalidCanvas) return [error.message];
    throw error;
  }
}
