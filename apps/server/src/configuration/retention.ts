import { longestRetention } from '@buckle/contract';

const kinds = ['conversations', 'traces', 'files', 'usage', 'work', 'audit'] as const;

/** For how many days each kind of data is kept; what is absent, for ever. */
export type RetentionDays = Readonly<Partial<Record<(typeof kinds)[number], number>>>;

/** How long data is kept, as `traces=30d, audit=730d`; for `parsed`. */
export function retentionDays(text: string): RetentionDays {
  const days: Partial<Record<(typeof kinds)[number], number>> = {};
  for (const part of text.split(/[\s,]+/).filter((each) => each !== '')) {
    const [, name, number] = /^(\w+)=(\d+)d$/.exec(part) ?? [];
    const kind = kinds.find((each) => each === name);
    const value = Number(number);
    if (kind === undefined || value < 1 || value > longestRetention) {
      throw new Error(`${JSON.stringify(part)} is not right: it must be a kind (${kinds.join(', ')}), = and a number of days from 1 to ${longestRetention}, such as traces=30d.`);
    }
    days[kind] = value;
  }
  return days;
}
