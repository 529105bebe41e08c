import { beforeEach, describe, expect, it } from 'vitest';
import { ReadDocuments } from './read-documents.ts';

const MIB = 1024 * 1024;
let documents: ReadDocuments;

beforeEach(() => {
  documents = new ReadDocuments();
});

describe('documents that were read', () => {
  it('are the same object for all, which nobody can change', () => {
    const document = { id: '1', names: ['Ann'] };
    documents.keep('people/1', document, 30);
    expect(documents.get('people/1')).toBe(document);
    expect(() => document.names.push('Bob')).toThrow(TypeError);
  });

  it('leave in the order in which they were used last, when there is too much of them', () => {
    for (let id = 0; id < 16; id += 1) documents.keep(`people/${id}`, { id }, MIB / 2);
    documents.get('people/0');
    documents.keep('people/16', { id: 16 }, MIB / 2);
    expect(documents.get('people/0')).toEqual({ id: 0 });
    expect(documents.get('people/1')).toBeUndefined();
    expect(documents.get('people/2')).toEqual({ id: 2 });
  });

  it('are not kept where they are large, and make room when they are forgotten', () => {
    documents.keep('people/large', {}, MIB);
    expect(documents.get('people/large')).toBeUndefined();
    for (let round = 0; round < 100; round += 1) {
      documents.keep('people/1', { round }, MIB / 2);
      documents.forget('people/1');
    }
    documents.keep('people/2', {}, MIB / 2);
    expect(documents.get('people/1')).toBeUndefined();
    expect(documents.get('people/2')).toEqual({});
  });
});
