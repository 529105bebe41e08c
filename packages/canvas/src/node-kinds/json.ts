import { z } from 'zod';
import { parameters } from '../fields.ts';
import { nodeKind } from '../node-kind.ts';

const config = z.object({ inputParameters: parameters });

/** Writes a value as JSON. */
export const toJson = nodeKind({ type: '58', key: 'toJson', category: 'logic', config });

/** Reads a value from JSON. */
export const fromJson = nodeKind({ type: '59', key: 'fromJson', category: 'logic', config, hasErrorPolicy: true });
