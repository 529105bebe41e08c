import { z } from 'zod';
import { pageSize } from './common.ts';

/** A list of the management API is read by token: `next_page_token` of one page asks for the next. */
export const tokenPageQuery = {
  page_token: z.string().min(1).max(1000).optional(),
  page_size: pageSize(100),
};

/** One page of a list that is read by token. */
export function tokenPage<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    has_more: z.boolean(),
    next_page_token: z.string().describe('Empty where there is no further page'),
  });
}
