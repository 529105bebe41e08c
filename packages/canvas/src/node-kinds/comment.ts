import { z } from 'zod';
import { nodeKind } from '../node-kind.ts';

/** A note for who reads the canvas. */
export const comment = nodeKind({ type: '31', key: 'comment', category: 'note', config: z.object({}), isNote: true });
