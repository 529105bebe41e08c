import { z } from 'zod';
import { parameters } from '../fields.ts';
import { type NodeKind, nodeKind } from '../node-kind.ts';

const config = z.looseObject({ inputParameters: parameters });

/** Kinds whose part of Buckle is not there yet: they load, are shown and say what they wait for. */
export const awaitedKinds: readonly NodeKind[] = [
  nodeKind({ type: '4', key: 'plugin', category: 'tool', config, waitsFor: 'plugins', hasBatchMode: true, hasErrorPolicy: true }),
  nodeKind({ type: '12', key: 'databaseSql', category: 'data', config, waitsFor: 'databases', hasErrorPolicy: true }),
  nodeKind({ type: '42', key: 'databaseUpdate', category: 'data', config, waitsFor: 'databases', hasErrorPolicy: true }),
  nodeKind({ type: '43', key: 'databaseQuery', category: 'data', config, waitsFor: 'databases', hasErrorPolicy: true }),
  nodeKind({ type: '44', key: 'databaseDelete', category: 'data', config, waitsFor: 'databases', hasErrorPolicy: true }),
  nodeKind({ type: '46', key: 'databaseInsert', category: 'data', config, waitsFor: 'databases', hasErrorPolicy: true }),
];
