import { z } from 'zod';
import type { NamedExpression } from '../expression.ts';
import { flag, list, number, parameters, plainParameters, prepared, reading, text, plain } from '../fields.ts';
import { idleSettings, nodeKind } from '../node-kind.ts';
import { STRING, type ValueType } from '../value-type.ts';

const datasetList = list(text());

const searchConfig = z.object({
  inputParameters: parameters,
  datasetParam: prepared(plainParameters, z.object({
    datasetList,
    topK: number(5),
    minScore: number(0),
    useRerank: flag,
    useRewrite: flag,
    strategy: reading(searchStrategy),
    isPersonalOnly: flag,
    useNl2sql: flag,
  })),
});

export type KnowledgeSearchConfig = z.output<typeof searchConfig>;

/** How passages are looked for: by their meaning, by their words, or both. */
export type SearchStrategy = 'semantic' | 'hybrid' | 'keyword';

/** Reads a way of searching by its number in the document; both ways where it says none. */
export function searchStrategy(source: unknown): SearchStrategy {
  const number = plain(source);
  if (number === 0 || number === '0') return 'semantic';
  return number === 20 || number === '20' ? 'keyword' : 'hybrid';
}

const found: ValueType = {
  kind: 'list',
  item: { kind: 'object', fields: [{ name: 'output', type: STRING, required: false }, { name: 'documentId', type: STRING, required: false }] },
};

/** Finds passages of data sets that answer its input `Query`. */
export const knowledgeSearch = nodeKind({
  type: '6',
  key: 'knowledgeSearch',
  category: 'data',
  config: searchConfig,
  hasErrorPolicy: true,
  withoutEffect: ({ datasetParam: { isPersonalOnly, useNl2sql } }) => idleSettings({ isPersonalOnly, useNl2sql }),
  missing: ({ datasetParam }, inputs) => missingParts(datasetParam, inputs, 'Query'),
  outputs: () => [{ name: 'outputList', type: found, required: false }],
});

const writeConfig = z.object({
  inputParameters: parameters,
  datasetParam: prepared(plainParameters, z.object({ datasetList })),
  strategyParam: prepared(plainParameters, z.object({
    parsingStrategy: prepared(plainParameters, z.object({ imageExtraction: flag, imageOcr: flag })),
    chunkStrategy: prepared(plainParameters, z.object({
      /** `custom`, or anything else for how the data set cuts its documents. */
      chunkType: text(),
      separator: text(),
      maxToken: number(800),
      /** A part of `maxToken`, from 0 to 1. */
      overlap: number(0),
    })),
  })),
});

export type KnowledgeWriteConfig = z.output<typeof writeConfig>;

/** Adds the file that its input `knowledge` names to a data set. */
export const knowledgeWrite = nodeKind({
  type: '27',
  key: 'knowledgeWrite',
  category: 'data',
  config: writeConfig,
  hasErrorPolicy: true,
  withoutEffect: ({ strategyParam: { parsingStrategy: { imageExtraction, imageOcr } } }) => idleSettings({ imageExtraction, imageOcr }),
  missing: ({ datasetParam }, inputs) => missingParts(datasetParam, inputs, 'knowledge'),
  outputs: () => ['documentId', 'fileName', 'fileUrl'].map((name) => ({ name, type: STRING, required: false })),
});

const deleteConfig = z.object({
  inputParameters: parameters,
  datasetParam: prepared(plainParameters, z.object({ datasetList })),
});

export type KnowledgeDeleteConfig = z.output<typeof deleteConfig>;

/** Deletes the document of a data set that its input `documentID` names. */
export const knowledgeDelete = nodeKind({
  type: '60',
  key: 'knowledgeDelete',
  category: 'data',
  config: deleteConfig,
  hasErrorPolicy: true,
  missing: ({ datasetParam }, inputs) => missingParts(datasetParam, inputs, 'documentID'),
  outputs: () => [{ name: 'isSuccess', type: { kind: 'boolean' }, required: false }],
});

function missingParts({ datasetList: datasets }: { readonly datasetList: readonly string[] }, inputs: readonly NamedExpression[], input: string): string[] {
  return [
    ...(datasets.some((id) => id !== '') ? [] : ['datasetParam']),
    ...(inputs.some(({ name }) => name === input) ? [] : ['inputParameters']),
  ];
}
