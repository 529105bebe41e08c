import { expect, it } from 'vitest';
import { DocumentMissing } from '#data/documents/port.ts';
import { Hits } from './hits.ts';

it('adds up what is found, and forgets what was deleted', async () => {
  const written: [string, unknown][] = [];
  const update = (id: string, changes: unknown) => {
    if (id === 'gone') return Promise.reject(new DocumentMissing('documents', id));
    written.push([id, changes]);
    return Promise.resolve();
  };
  // Of the collection only this is called.
  const hits = new Hits({ documents: { closed: { update } } } as unknown as ConstructorParameters<typeof Hits>[0]);
  hits.add(['a', 'gone', 'a', 'b']);
  await hits.write();
  await hits.write();
  expect(written).toEqual([['a', { increment: { hits: 2 } }], ['b', { increment: { hits: 1 } }]]);
});
