/** Why a source cannot be read; stable. */
export type UnreadableCode =
  /** Its type is none that is read here; the message says which it is and what to save it as. */
  | 'unsupported'
  | 'empty'
  /** It can be read, but holds no text, or no table where rows were asked for. */
  | 'no_text'
  /** It is protected by a password or by rights management. */
  | 'encrypted'
  /** It is cut off, or not what its type says. */
  | 'damaged'
  /** It, or a part of it, is larger than is allowed. */
  | 'too_large'
  /** Reading it took more memory than it may. */
  | 'memory'
  /** Reading it took longer than it may. */
  | 'time';

/** A source cannot be read. The message is for whoever gave it: what is wrong and what to do. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable';
  readonly code: UnreadableCode;

  constructor(code: UnreadableCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
