import { readFields } from '@buckle/canvas';
import { describe, expect, it } from 'vitest';
import { fileNamed, filesIn } from './file-values.ts';

describe('what names a file', () => {
  it.each<[unknown, unknown]>([
    ['{"file_id":"7400000000000000001"}', { fileId: '7400000000000000001' }],
    [{ file_id: '1' }, { fileId: '1' }],
    ['7400000000000000001', { fileId: '7400000000000000001' }],
    ['https://example.com/a.png', { url: 'https://example.com/a.png' }],
    ['file:///etc/passwd', undefined],
    ['words', undefined],
    ['12', undefined],
    ['{"file_id":5}', undefined],
    [null, undefined],
  ])('%j', (value, named) => {
    expect(fileNamed(value)).toEqual(named);
  });
});

it('the files in values are those in fields for files, wherever they lie', () => {
  const picture = { type: 'string', assistType: 2 };
  const fields = readFields([
    { name: 'photo', ...picture }, { name: 'words', type: 'string' }, { name: 'when', type: 'string', assistType: 10000 },
    { name: 'many', type: 'list', schema: { type: 'string', assistType: 3 } }, { name: 'box', type: 'object', schema: [{ name: 'photo', ...picture }] },
  ]);
  const file = (id: number) => `{"file_id":"${id}"}`;
  expect(filesIn(fields, { photo: file(1), words: file(2), when: file(3), many: JSON.stringify([file(4), 'x', file(5)]), box: { photo: file(6) } })).toEqual([
    { fileId: '1', place: 'photo', isPicture: true }, { fileId: '4', place: 'many[0]', isPicture: false }, { fileId: '5', place: 'many[2]', isPicture: false }, { fileId: '6', place: 'box.photo', isPicture: true },
  ]);
});
