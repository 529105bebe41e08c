import { end, start } from '@buckle/canvas/testing';
import { describe, expect, it } from 'vitest';
import { readImportText } from './read-import-text.ts';

const file = {
  format: 'buckle.workflows',
  format_version: 1,
  main: '7',
  workflows: [{ id: '7', name: 'Main', description: '', mode: 'workflow', canvas: { nodes: [start(), end()], edges: [] }, id_map: {} }],
  models: [{ id: '9', name: 'Clever' }],
};

describe('what is imported', () => {
  it('is a file that was exported', () => {
    expect(readImportText(JSON.stringify(file))).toEqual({ file: JSON.parse(JSON.stringify(file)) });
  });

  it('is a canvas of Coze', () => {
    expect(readImportText(JSON.stringify(file.workflows[0]?.canvas))).toMatchObject({ nodes: 2 });
  });

  it.each([
    ['was cut off', '{"format": "buckle.workflows", "workf', { reason: expect.stringContaining('JSON') as string }],
    ['was written by a newer Buckle', JSON.stringify({ ...file, format_version: 2 }), { otherVersion: '2' }],
    ['holds no workflow', JSON.stringify({ ...file, workflows: [] }), { isBroken: true }],
    ['holds something else in their place', JSON.stringify({ ...file, workflows: [7] }), { isBroken: true }],
  ])('is told what is wrong where it %s', (_what, text, expected) => {
    expect(readImportText(text)).toEqual(expected);
  });
});
