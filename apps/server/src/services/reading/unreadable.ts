import { type DocumentReason, type DocumentReasonCode, documentReasonInWords, documentReasonOf, type DocumentReasonValues } from '@buckle/contract';

/** A source cannot be read. The message is for whoever gave it: what is wrong and what to do; its reason says the same to programs. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly reason: DocumentReason;

  constructor(reason: DocumentReason, options?: ErrorOptions) {
    super(documentReasonInWords(reason), options);
    this.reason = reason;
  }
}

/** The same by its code and the values in its text. */
export function unreadable<Code extends DocumentReasonCode>(code: Code, values: DocumentReasonValues<Code>, options?: ErrorOptions): Unreadable {
  return new Unreadable(documentReasonOf(code, values), options);
}
