import { z } from 'zod';

/** A vendor's count of tokens; undefined where it is none. */
export const tokenCount = z.int().min(0).max(1_000_000_000).optional().catch(undefined);
