import { networkOf } from '#application/identity/index.ts';
import { countOf } from '#kernel/count-of.ts';
import { TooManyRequests } from '#kernel/errors.ts';
import type { SharingContext } from './context.ts';
import type { SharedPage } from './visitors.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** A household or an office may hold so many visitors; more of them are one who forgets their cookie. */
const VISITORS_OF_A_NETWORK = 5;

/** Counts a message of a visitor. Throws `TooManyRequests`, with the reason. */
export async function countMessage({ cache, clock }: SharingContext, { share, visitor }: SharedPage, address: string): Promise<void> {
  const { id, messagesPerMinute, messagesPerDay } = share;
  const counters = [
    { whose: `visitor:${visitor?.id ?? ''}`, limit: messagesPerMinute, period: MINUTE, reason: `You may send ${countOf(messagesPerMinute, 'message')} a minute here` },
    {
      whose: `network:${networkOf(address)}`,
      limit: messagesPerMinute * VISITORS_OF_A_NETWORK,
      period: MINUTE,
      reason: 'Too many messages come from your network at this moment',
    },
    { whose: 'all', limit: messagesPerDay, period: DAY, reason: 'This bot has answered as many messages as it may in a day' },
  ];
  for (const { whose, limit, period, reason } of counters) {
    const window = Math.floor(clock.now() / period);
    if ((await cache.increment(`share:${id}:${whose}:${window}`, 1, period)) <= limit) continue;
    const wait = Math.ceil((period - (clock.now() % period)) / 1000);
    throw new TooManyRequests(`${reason}: try again in ${wait <= 60 ? countOf(wait, 'second') : countOf(Math.ceil(wait / 3600), 'hour')}.`, wait);
  }
}
