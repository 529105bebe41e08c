/**
 * The queue port: wakes workers. A message may come late, doubled or never; what has to be done is
 * a document, and the scheduler finds what nobody woke.
 */
export interface Queue {
  /** Wakes one consumer of the topic. Messages of one key go to one consumer at a time, in order. */
  publish(topic: string, key: string): Promise<void>;
  /**
   * Calls `handler` with the key of each message until the returned function is called. A handler
   * that throws is called again for that message, up to three times, with growing pauses.
   */
  consume(topic: string, handler: (key: string) => Promise<void>): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
