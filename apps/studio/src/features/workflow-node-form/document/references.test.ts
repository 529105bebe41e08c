import { readGraph, scopeOfNode } from '@buckle/canvas';
import { canvas, end, line, node, start, text } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { readInput } from './block-input.ts';
import { foundIn, referenceGroups, variableOption } from './references.ts';

const person = { name: 'person', type: 'object', schema: [{ name: 'age', type: 'integer' }, { name: 'home', type: 'object', schema: [{ name: 'city', type: 'string' }] }] };
const people = { name: 'people', type: 'list', schema: { type: 'object', schema: [{ name: 'name', type: 'string' }] } };
const loop = node('300', '21', { inputs: { loopType: 'count' }, blocks: [text('301', 'x')], edges: [line('300', '301')] });
const { graph } = readGraph(canvas([start(person, people), loop, end()], [line('100001', '300'), line('300', '900001')]));
const paths = (groups: ReturnType<typeof referenceGroups>) => groups.flatMap(({ options }) => options.map(({ path }) => path));

describe('references', () => {
  it('reach into objects, and through lists into their first element', () => {
    const [first] = referenceGroups(scopeOfNode(graph, '900001'), undefined);
    expect(first?.options.map(({ path, depth }) => `${depth} ${path}`)).toEqual(['0 person', '1 person.age', '1 person.home', '2 person.home.city', '0 people', '1 people.name']);
  });

  it('are of their own type where any may come, and marked where they do not fit', () => {
    const groups = referenceGroups(scopeOfNode(graph, '900001'), { kind: 'integer' });
    expect(groups[0]?.options.filter(({ isFitting }) => !isFitting).map(({ path }) => path)).toEqual(['person', 'person.home', 'people']);
    const [own] = referenceGroups(scopeOfNode(graph, '900001'), undefined);
    const age = own?.options.find(({ path }) => path === 'person.age');
    expect(age && readInput(age.toInput())).toEqual({ expression: 'output', type: { kind: 'integer' }, node: '100001', path: ['person', 'age'] });
  });

  it('of what a loop gathers are lists', () => {
    const inside = referenceGroups(scopeOfNode(graph, '300').filter(({ relation }) => relation === 'inside'), undefined);
    expect(inside.flatMap(({ options }) => options.map(({ path, type }) => [path, type.kind]))).toEqual([['output', 'list']]);
  });

  it('are found by words of their path, type and source', () => {
    const groups = referenceGroups(scopeOfNode(graph, '900001'), undefined);
    expect(paths(foundIn(groups, 'start city'))).toEqual(['person.home.city']);
    expect(paths(foundIn(groups, 'INTEGER'))).toEqual(['person.age']);
    expect(foundIn(groups, 'nothing of it')).toEqual([]);
  });

  it('of variables name whose they are', () => {
    const option = variableOption('user', 'city', 'User variable', undefined);
    expect(option.slot).toBe('global_variable_user["city"]');
    expect(readInput(option.toInput())).toMatchObject({ expression: 'variable', scope: 'user', path: ['city'] });
  });
});
